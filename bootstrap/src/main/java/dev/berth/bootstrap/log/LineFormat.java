package dev.berth.bootstrap.log;

import dev.berth.domain.configuration.LogConfiguration.Format;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Gives a log line its form. What a client sent can neither end the line nor be taken for another
/// field, nor reach a terminal as a control sequence.
@FunctionalInterface
interface LineFormat {
  /// RFC 3339 with milliseconds, in UTC, always of one length.
  DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /// The line's text, with its newline.
  String render(Instant time, LogLine line);

  /// The form that a configuration names.
  static LineFormat of(Format format) {
    return switch (format) {
      case LJSON -> new JsonFormat();
      case TEXT -> new TextFormat();
    };
  }
}
