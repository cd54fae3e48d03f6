package dev.berth.adapter.config;

import java.util.stream.IntStream;

/// Shows what an operator wrote, on one line and not endlessly.
final class Shown {
  /// What stands for the rest of a text that is cut.
  static final String CUT = "...";

  private static final int LONGEST = 80;

  private Shown() {}

  static String quoted(String text) {
    boolean cut = text.codePointCount(0, text.length()) > LONGEST;
    return "\"" + escaped(text.codePoints().limit(LONGEST)) + (cut ? CUT : "") + "\"";
  }

  /// A text as it is shown if it is not cut.
  static String escaped(String text) {
    return escaped(text.codePoints());
  }

  private static String escaped(IntStream codePoints) {
    StringBuilder shown = new StringBuilder();
    codePoints.forEach(c -> {
      if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        shown.append(String.format("\\u%04x", c));
      } else {
        shown.appendCodePoint(c);
      }
    });
    return shown.toString();
  }
}
