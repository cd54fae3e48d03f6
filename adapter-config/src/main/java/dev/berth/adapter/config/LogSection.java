package dev.berth.adapter.config;

import dev.berth.domain.configuration.LogConfiguration;
import dev.berth.domain.configuration.LogConfiguration.Format;
import dev.berth.domain.event.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `log`: what the gateway tells its operator.
final class LogSection {
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
      Key.of(
              "log.destination",
              Choice.of("stdout").later("file", "log files").later("syslog", "syslog"),
              "Where the log goes.")
          .byDefault("stdout")
          .example("stdout");

  static final List<Key<?>> KEYS =
      List.of(
          LEVEL,
          FORMAT,
          DESTINATION,
          Key.of("log.file", Types.TEXT, "The file of destination `file`.").withoutEffect(),
          Key.of("log.syslog", Types.ANYTHING, "Settings of destination `syslog`.")
              .withoutEffect());

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
    List<Severity> numbered = List.of(Severity.values());
    for (int i = 0; i < numbered.size(); i++) {
      levels.put(Integer.toString(i), numbered.get(i));
    }
    return levels;
  }

  private static Map<String, Format> formats() {
    Map<String, Format> formats = new LinkedHashMap<>();
    formats.put("ljson", Format.LJSON);
    formats.put("text", Format.TEXT);
    return formats;
  }

  static LogConfiguration configuration(Values values) {
    return new LogConfiguration(values.get(LEVEL), values.get(FORMAT));
  }
}
