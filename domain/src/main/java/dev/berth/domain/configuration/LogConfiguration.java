package dev.berth.domain.configuration;

import dev.berth.domain.event.Severity;
import java.nio.file.Path;

/// What the gateway's log shows, in which form, and where it goes.
///
/// @param level the least severe that shows
/// @param format one JSON object a line, or text
/// @param destination where it goes
public record LogConfiguration(Severity level, Format format, Destination destination) {
  /// The defaults.
  public static final LogConfiguration DEFAULT =
      new LogConfiguration(Severity.NOTICE, Format.LJSON, new StandardOutput());

  /// The form of a log line.
  public enum Format {
    /// One JSON object a line.
    LJSON,
    /// For reading by eye.
    TEXT
  }

  /// Where a log goes.
  public sealed interface Destination {}

  /// To the process's stdout.
  public record StandardOutput() implements Destination {}

  /// Behind what is in a file already.
  ///
  /// @param path made if it is not there
  public record LogFile(Path path) implements Destination {}

  /// To a system logger, each line as a message of its own.
  ///
  /// @param address a socket's path such as `/dev/log`, or `host:port` for UDP (RFC 5426)
  /// @param facility 0 to 23 (RFC 5424, table 1)
  /// @param tag the program's name in each message
  /// @param withProcessId whether the process's id stands behind the tag
  public record Syslog(String address, int facility, String tag, boolean withProcessId)
      implements Destination {}
}
