package dev.berth.domain.configuration;

import dev.berth.domain.event.Severity;

/// What the gateway's log shows, and in which form.
///
/// @param level the least severe that shows
/// @param format one JSON object a line, or text
public record LogConfiguration(Severity level, Format format) {
  /// The defaults.
  public static final LogConfiguration DEFAULT =
      new LogConfiguration(Severity.NOTICE, Format.LJSON);

  /// The form of a log line.
  public enum Format {
    /// One JSON object a line.
    LJSON,
    /// For reading by eye.
    TEXT
  }
}
