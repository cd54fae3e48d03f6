package dev.berth.adapter.config;

import dev.berth.domain.configuration.LogConfiguration;
import dev.berth.domain.configuration.LogConfiguration.Destination;
import dev.berth.domain.configuration.LogConfiguration.Format;
import dev.berth.domain.configuration.LogConfiguration.LogFile;
import dev.berth.domain.configuration.LogConfiguration.StandardOutput;
import dev.berth.domain.configuration.LogConfiguration.Syslog;
import dev.berth.domain.event.Severity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// `log`: what the gateway tells its operator.
final class LogSection {
  private static final String STDOUT = "stdout";
  private static final String FILE = "file";
  private static final String SYSLOG = "syslog";
  private static final String TAG_SHAPE = "[A-Za-z0-9_.-]{1,48}";
  private static final int FIRST_LOCAL = 16;
  private static final Pattern UDP_ADDRESS = Pattern.compile("\\S+:[0-9]{1,5}");

  static final Key<Severity> LEVEL =
      Key.of(
              "log.level",
              new Choice<>(levels(), Map.of()),
              "The least severe messages that show, by name or by syslog's number.")
          .byDefault(LogConfiguration.DEFAULT.level().name().toLowerCase(Locale.ROOT))
          .example("debug")
          .example(6);
  static final Key<Format> FORMAT =
      Key.of(
              "log.format",
              new Choice<>(formats(), Map.of()),
              "`ljson`: one JSON object a line; `text`: for reading by eye.")
          .byDefault("ljson")
          .example("text");
  static final Key<String> DESTINATION =
      Key.of("log.destination", Choice.of(STDOUT, FILE, SYSLOG), "Where the log goes.")
          .byDefault(STDOUT)
          .example(FILE);
  static final Key<Optional<Path>> PATH =
      Key.of(
              "log.file",
              FileName.TYPE,
              "The file of destination `file`, made if it is not there. HUP opens it anew.")
          .byDefault("")
          .example("/var/log/berth/berth.log");
  static final Key<String> SYSLOG_ADDRESS =
      Key.of(
              "log.syslog.destination",
              new Types.CheckedText<>(
                  "socket's path, or `host:port` for UDP",
                  Map.of("type", "string", "pattern", "^(/.+|.+:[0-9]{1,5})$"),
                  LogSection::syslogAddress),
              "The system logger of destination `syslog`.")
          .byDefault("/dev/log")
          .example("192.0.2.1:514");
  static final Key<Integer> FACILITY =
      Key.of(
              "log.syslog.facility",
              new Choice<>(facilities(), Map.of()),
              "The facility of its messages (RFC 5424).")
          .byDefault("auth")
          .example("local0");
  static final Key<String> TAG =
      Key.of(
              "log.syslog.tag",
              new Types.CheckedText<>(
                  "1 to 48 letters, digits, `_`, `.` or `-`",
                  Map.of("type", "string", "pattern", "^" + TAG_SHAPE + "$"),
                  LogSection::tag),
              "The program's name in its messages.")
          .byDefault("berth")
          .example("ssh-gateway");
  static final Key<Boolean> PROCESS_ID =
      Key.of("log.syslog.pid", Types.BOOL, "Whether the process's id stands behind the name.")
          .byDefault(false)
          .example(true);

  static final List<Key<?>> KEYS =
      List.of(LEVEL, FORMAT, DESTINATION, PATH, SYSLOG_ADDRESS, FACILITY, TAG, PROCESS_ID);

  private LogSection() {}

  private static Map<String, Severity> levels() {
    Map<String, Severity> levels = new LinkedHashMap<>();
    for (Severity severity : Severity.values()) {
      levels.put(severity.name().toLowerCase(Locale.ROOT), severity);
    }
    levels.put("emerg", Severity.EMERGENCY);
    levels.put("crit", Severity.CRITICAL);
    levels.put("err", Severity.ERROR);
    levels.put("warn", Severity.WARNING);
    for (Severity severity : Severity.values()) {
      levels.put(Integer.toString(severity.number()), severity);
    }
    return levels;
  }

  private static Map<String, Format> formats() {
    Map<String, Format> formats = new LinkedHashMap<>();
    formats.put("ljson", Format.LJSON);
    formats.put("text", Format.TEXT);
    return formats;
  }

  private static Map<String, Integer> facilities() {
    Map<String, Integer> facilities = new LinkedHashMap<>();
    for (String name :
        List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp")) {
      facilities.put(name, facilities.size());
    }
    for (int i = 0; i < 8; i++) {
      facilities.put("local" + i, FIRST_LOCAL + i);
    }
    return facilities;
  }

  private static String syslogAddress(String text) {
    if (!text.startsWith("/") && !UDP_ADDRESS.matcher(text).matches()) {
      throw new IllegalArgumentException(
          Shown.quoted(text)
              + " is no system logger; write a socket's path such as /dev/log, or host:port");
    }
    return text;
  }

  private static String tag(String text) {
    if (!text.matches(TAG_SHAPE)) {
      throw new IllegalArgumentException("must have 1 to 48 letters, digits, '_', '.' or '-'");
    }
    return text;
  }

  static void check(Values values, Problems problems) {
    if (FILE.equals(values.get(DESTINATION))
        && !values.isWrong(PATH)
        && values.get(PATH).isEmpty()) {
      problems.add(values.at(PATH.path()), PATH.path(), "is missing: the log is to go to a file");
    }
  }

  static LogConfiguration configuration(Values values) {
    return new LogConfiguration(values.get(LEVEL), values.get(FORMAT), destination(values));
  }

  private static Destination destination(Values values) {
    return switch (values.get(DESTINATION)) {
      case FILE -> new LogFile(values.get(PATH).orElseThrow());
      case SYSLOG ->
          new Syslog(
              values.get(SYSLOG_ADDRESS),
              values.get(FACILITY),
              values.get(TAG),
              values.get(PROCESS_ID));
      default -> new StandardOutput();
    };
  }
}
