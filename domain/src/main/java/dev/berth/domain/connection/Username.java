package dev.berth.domain.connection;

/// A name that somebody logs in with, or is known by after authentication: safe in a log line, a
/// label, a file's name and a command line.
///
/// @param value 1 to 255 characters that show, none of them `/` or `:`; neither `-` nor a blank
///   comes first, nor a blank last; `.` and `..` are none
public record Username(String value) {
  /// The longest name accepted, in UTF-16 units.
  public static final int MAX_LENGTH = 255;

  /// A checked name; throws [IllegalArgumentException] otherwise, with a text that says the rule.
  public Username {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a user name must have 1 to " + MAX_LENGTH + " characters, not " + value.length());
    }
    if (!value.codePoints().allMatch(Username::shows)) {
      throw new IllegalArgumentException(
          "a user name must not hold control characters or others that do not show");
    }
    if (value.indexOf('/') >= 0 || value.indexOf(':') >= 0) {
      throw new IllegalArgumentException("a user name must not hold '/' or ':'");
    }
    if (value.startsWith("-") || value.equals(".") || value.equals("..")) {
      throw new IllegalArgumentException(
          "a user name must not begin with '-', nor be \".\" or \"..\"");
    }
    if (!value.equals(value.strip())) {
      throw new IllegalArgumentException("a user name must not begin or end with a blank");
    }
  }

  private static boolean shows(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return value;
  }
}
