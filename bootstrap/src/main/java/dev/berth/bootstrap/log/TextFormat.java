package dev.berth.bootstrap.log;

import java.time.Instant;

/// One line to be read by eye: time, severity, code, sentence, then `name=value` pairs. A value
/// that is not a plain word is in quotes.
final class TextFormat implements LineFormat {
  @Override
  public String render(Instant time, LogLine line) {
    StringBuilder text = new StringBuilder(200);
    text.append(TIMESTAMP.format(time)).append(' ').append(line.severity());
    text.append(' ').append(line.code()).append(' ').append(line.code().meaning());
    line.fields()
        .forEach((name, value) -> text.append(' ').append(name).append('=').append(shown(value)));
    return text.append('\n').toString();
  }

  private static String shown(Object value) {
    String text = value.toString();
    return isPlain(text) ? text : quoted(text);
  }

  private static boolean isPlain(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '=');
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
    text.codePoints().forEach(c -> appendQuoted(quoted, c));
    return quoted.append('"').toString();
  }

  private static void appendQuoted(StringBuilder quoted, int c) {
    switch (c) {
      case '"', '\\' -> quoted.append('\\').append((char) c);
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      default -> {
        if (isVisible(c)) {
          quoted.appendCodePoint(c);
        } else {
          quoted.append(String.format("\\u{%x}", c));
        }
      }
    }
  }

  /// Control characters act upon a terminal; format characters reorder what is read; other spaces
  /// look like our own.
  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
