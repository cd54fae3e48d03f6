package dev.berth.adapter.config;

import dev.berth.domain.configuration.Monitoring;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `metrics` and `health`: what programs that watch the gateway read over HTTP.
final class MonitoringSection {
  static final Key<Boolean> METRICS =
      Key.of("metrics.enable", Types.BOOL, "Whether metrics can be read.")
          .byDefault(false)
          .example(true);
  static final Key<InetSocketAddress> METRICS_ADDRESS =
      Key.of(
              "metrics.listen",
              ListenAddress.TYPE,
              "Address to listen on. Do not expose it publicly.")
          .byDefault("0.0.0.0:9100")
          .example("127.0.0.1:9100");
  static final Key<String> PATH =
      Key.of(
              "metrics.path",
              new Types.CheckedText<>(
                  "path",
                  Map.of("type", "string", "pattern", "^/[^?#]*$"),
                  MonitoringSection::path),
              "At which path.")
          .byDefault("/metrics")
          .example("/metrics");
  static final Key<Boolean> HEALTH =
      Key.of("health.enable", Types.BOOL, "Whether the gateway tells if it is well.")
          .byDefault(false)
          .example(true);
  static final Key<InetSocketAddress> HEALTH_ADDRESS =
      Key.of(
              "health.listen",
              ListenAddress.TYPE,
              "Address to listen on. Do not expose it publicly.")
          .byDefault("0.0.0.0:7000")
          .example("127.0.0.1:7000");

  static final List<Key<?>> KEYS = List.of(METRICS, METRICS_ADDRESS, PATH, HEALTH, HEALTH_ADDRESS);

  private MonitoringSection() {}

  private static String path(String text) {
    if (!text.matches("/[^?#\\s]*")) {
      throw new IllegalArgumentException("must be a path such as /metrics");
    }
    return text;
  }

  /// Two endpoints cannot listen at one address.
  static void check(Values values, Problems problems) {
    if (values.get(METRICS)
        && values.get(HEALTH)
        && !values.isWrong(METRICS_ADDRESS)
        && !values.isWrong(HEALTH_ADDRESS)
        && values.get(HEALTH_ADDRESS).getPort() > 0
        && values.get(HEALTH_ADDRESS).equals(values.get(METRICS_ADDRESS))) {
      problems.add(
          values.at(HEALTH_ADDRESS.path()),
          HEALTH_ADDRESS.path(),
          "is the address of " + METRICS_ADDRESS.path() + " too; each needs one of its own");
    }
  }

  static Monitoring configuration(Values values) {
    return new Monitoring(
        values.get(METRICS)
            ? Optional.of(new Monitoring.Metrics(values.get(METRICS_ADDRESS), values.get(PATH)))
            : Optional.empty(),
        values.get(HEALTH) ? Optional.of(values.get(HEALTH_ADDRESS)) : Optional.empty());
  }
}
