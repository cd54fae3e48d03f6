package dev.berth.bootstrap.log;

import dev.berth.domain.configuration.LogConfiguration.Syslog;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A line as a message to a system logger: a header, then the line in its own form.
///
/// @param to the logger: one on this machine takes what syslog(3) sends, one elsewhere RFC 5424
/// @param host this machine's name
/// @param processId this process's id
/// @param inner the line's own form
record SyslogFormat(Syslog to, String host, long processId, LineFormat inner)
    implements LineFormat {
  private static final DateTimeFormatter LOCAL_TIME =
      DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);

  /// The longest message, in UTF-16 units: what common loggers take.
  private static final int LONGEST = 8000;

  @Override
  public String render(Instant time, LogLine line) {
    int priority = to.facility() * 8 + line.severity().number();
    String text = inner.render(time, line).stripTrailing();
    String header = isLocal(to) ? local(time) : remote(time, line);
    return "<" + priority + ">" + header + cut(text) + "\n";
  }

  /// Whether the logger is a socket of this machine.
  static boolean isLocal(Syslog to) {
    return to.address().startsWith("/");
  }

  private String local(Instant time) {
    return "%s %s%s: "
        .formatted(
            LOCAL_TIME.format(time.atZone(ZoneId.systemDefault())),
            to.tag(),
            to.withProcessId() ? "[" + processId + "]" : "");
  }

  private String remote(Instant time, LogLine line) {
    return "1 %s %s %s %s %s - "
        .formatted(
            TIMESTAMP.format(time),
            host,
            to.tag(),
            to.withProcessId() ? processId : "-",
            line.code());
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }
}
