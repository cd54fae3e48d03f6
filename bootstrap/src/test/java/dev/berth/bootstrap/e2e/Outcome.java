package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// How a client process ended, and what it wrote.
///
/// @param status its exit status
/// @param out its stdout
/// @param err its stderr, as text
@SuppressWarnings("ArrayRecordComponent") // only read
record Outcome(int status, byte[] out, String err) {
  /// Stdout as text.
  String text() {
    return new String(out, UTF_8);
  }

  /// Stdout as text without the newline at its end.
  String line() {
    return text().stripTrailing();
  }

  /// Fails unless the status is 0 and stderr empty.
  Outcome succeeded() {
    if (status != 0 || !err.isEmpty()) {
      throw new AssertionError("expected success, not " + this);
    }
    return this;
  }

  @Override
  public String toString() {
    return "status %d, stdout %s, stderr %s".formatted(status, quoted(text()), quoted(err));
  }

  private String quoted(String text) {
    int most = 2000;
    String shown = text.length() > most ? text.substring(0, most) + "..." : text;
    return "\"" + shown + "\" (" + (text.equals(text()) ? out.length : text.length()) + " bytes)";
  }

  /// The lines of stdout.
  java.util.List<String> lines() {
    return Arrays.asList(line().split("\n"));
  }
}
