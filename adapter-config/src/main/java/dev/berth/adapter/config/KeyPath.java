package dev.berth.adapter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The way from the top of the file to a value.
///
/// @param segments names of keys, or `[0]` and so on for the items of a list
record KeyPath(List<String> segments) {
  static final KeyPath ROOT = new KeyPath(List.of());

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_*<>@-]+|\\[[0-9]+]");
  private static final int LONGEST_SHOWN = 80;

  KeyPath {
    segments = List.copyOf(segments);
  }

  /// The path of dotted names.
  static KeyPath of(String dotted) {
    return new KeyPath(List.of(dotted.split("\\.")));
  }

  KeyPath then(String segment) {
    List<String> longer = new ArrayList<>(segments);
    longer.add(segment);
    return new KeyPath(longer);
  }

  KeyPath item(int index) {
    return then("[" + index + "]");
  }

  KeyPath parent() {
    return new KeyPath(segments.subList(0, segments.size() - 1));
  }

  String last() {
    return segments.getLast();
  }

  /// This with a name in the place of `<name>`.
  KeyPath named(String name) {
    return new KeyPath(segments.stream().map(s -> KeyTree.ANY_NAME.equals(s) ? name : s).toList());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String segment : segments) {
      if (!text.isEmpty() && !segment.startsWith("[")) {
        text.append('.');
      }
      text.append(PLAIN.matcher(segment).matches() ? segment : Shown.quoted(segment));
    }
    return text.length() > 4 * LONGEST_SHOWN
        ? text.substring(0, 4 * LONGEST_SHOWN) + "..."
        : text.toString();
  }
}
