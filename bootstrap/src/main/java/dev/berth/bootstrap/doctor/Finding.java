package dev.berth.bootstrap.doctor;

/// What one look has found.
///
/// @param severity how bad it is
/// @param about what was looked at
/// @param text what was found, and if it is bad what to do
public record Finding(Severity severity, String about, String text) {
  /// How bad something is.
  public enum Severity {
    OK("ok  "),
    WARNING("warn"),
    FAILURE("FAIL");

    private final String word;

    Severity(String word) {
      this.word = word;
    }
  }

  static Finding ok(String about, String text) {
    return new Finding(Severity.OK, about, text);
  }

  static Finding warning(String about, String text) {
    return new Finding(Severity.WARNING, about, text);
  }

  static Finding failure(String about, String text) {
    return new Finding(Severity.FAILURE, about, text);
  }

  /// One line.
  @Override
  public String toString() {
    return severity.word
        + " "
        + about
        + ": "
        + text.replaceAll("\\R", "; ").replaceAll("\\p{Cntrl}", "?");
  }
}
