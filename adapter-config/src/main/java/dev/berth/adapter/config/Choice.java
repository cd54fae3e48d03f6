package dev.berth.adapter.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One of a few words.
///
/// @param values value by word
/// @param later words that an operator may know from elsewhere, which Berth does not have yet, with
///   what each would be
record Choice<T>(Map<String, T> values, Map<String, String> later) implements Type<T> {
  private static final Pattern DIGITS = Pattern.compile("[0-9]");

  Choice {
    values = new LinkedHashMap<>(values);
    later = new LinkedHashMap<>(later);
  }

  /// One of some words, as they are.
  static Choice<String> of(String... words) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String word : words) {
      values.put(word, word);
    }
    return new Choice<>(values, Map.of());
  }

  /// This, knowing also words of parts that Berth does not have yet.
  Choice<T> later(String word, String part) {
    Map<String, String> more = new LinkedHashMap<>(later);
    more.put(word, part);
    return new Choice<>(values, more);
  }

  @Override
  public String label() {
    String now = values.keySet().stream().map(Choice::shown).collect(Collectors.joining(", "));
    return later.isEmpty()
        ? now
        : now
            + " (not yet: "
            + later.keySet().stream().map(Choice::shown).collect(Collectors.joining(", "))
            + ")";
  }

  @Override
  public Map<String, Object> schema() {
    List<Object> words = new ArrayList<>(values.keySet());
    values.keySet().stream()
        .filter(DIGITS.asMatchPredicate())
        .map(Integer::valueOf)
        .forEach(words::add);
    return Map.of("enum", words);
  }

  @Override
  public Optional<T> read(Node node, Reading reading) {
    if (!(node instanceof Node.Scalar scalar)) {
      return reading.refuseKind(node, "one of " + allowed());
    }
    T value = values.get(scalar.text());
    if (value != null) {
      return Optional.of(value);
    }
    String part = later.get(scalar.text());
    if (part != null) {
      return reading.refuse(
          node,
          "\"%s\" is not available yet: this version of Berth has no %s; allowed are %s"
              .formatted(scalar.text(), part, allowed()));
    }
    String near =
        Nearest.to(scalar.text(), values.keySet())
            .map(word -> "; did you mean \"" + word + "\"?")
            .orElse("");
    return reading.refuse(
        node, "%s is not one of %s%s".formatted(Shown.quoted(scalar.text()), allowed(), near));
  }

  private String allowed() {
    return values.keySet().stream()
        .map(word -> word.isEmpty() ? "\"\" (off)" : word)
        .collect(Collectors.joining(", "));
  }

  private static String shown(String word) {
    return word.isEmpty() ? "`\"\"`" : "`" + word + "`";
  }
}
