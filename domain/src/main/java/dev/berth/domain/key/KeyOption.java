package dev.berth.domain.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One option of a line of authorized_keys, as it is written there.
///
/// @param name in small letters: sshd takes either
/// @param value what stands in quotation marks behind it
record KeyOption(String name, Optional<String> value) {
  private static final int LONGEST = 64 << 10;

  /// Reads options that are separated by commas.
  static List<KeyOption> parse(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("has options of more than " + LONGEST + " characters");
    }
    List<KeyOption> options = new ArrayList<>();
    int at = 0;
    while (true) {
      int end = endOfName(text, at);
      String name = text.substring(at, end).toLowerCase(Locale.ROOT);
      boolean valued = end < text.length() && text.charAt(end) == '=';
      int next = valued ? endOfValue(text, end + 1, name) : end;
      Optional<String> value =
          valued
              ? Optional.of(text.substring(end + 2, next - 1).replace("\\\"", "\""))
              : Optional.empty();
      options.add(new KeyOption(name, value));
      if (next == text.length()) {
        return options;
      }
      if (text.charAt(next) != ',') {
        throw new IllegalArgumentException(
            "has something other than a comma behind the option " + shown(name));
      }
      at = next + 1;
    }
  }

  private static int endOfName(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != '=') {
      end++;
    }
    return end;
  }

  /// Behind the quotation mark at its end; one with a backslash in front is part of the value.
  private static int endOfValue(String text, int start, String name) {
    if (!text.startsWith("\"", start)) {
      throw new IllegalArgumentException(
          "has the option " + shown(name) + " with a value that is not in quotation marks");
    }
    int end = start + 1;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.startsWith("\\\"", end) ? 2 : 1;
    }
    if (end >= text.length()) {
      throw new IllegalArgumentException(
          "has the option " + shown(name) + " with a value that does not end");
    }
    return end + 1;
  }

  /// The name, made safe for a message.
  String shown() {
    return shown(name);
  }

  private static String shown(String name) {
    String line = name.replaceAll("[^\\x21-\\x7e]", "?");
    return '"' + (line.length() > 40 ? line.substring(0, 40) + "..." : line) + '"';
  }
}
