package dev.berth.adapter.config;

import dev.berth.domain.configuration.GatewayConfiguration;
import java.util.List;
import java.util.stream.Stream;

/// All sections of the file: the one table of keys, and the way from their values to the
/// configuration.
final class Sections {
  private static final List<Key<?>> KEYS =
      Stream.of(
              SshSection.KEYS,
              AuthSection.KEYS,
              DockerSection.KEYS,
              LeaseSection.KEYS,
              QueueSection.KEYS,
              LogSection.KEYS,
              SecuritySection.KEYS,
              MonitoringSection.KEYS,
              ShutdownSection.KEYS,
              OtherSections.KEYS)
          .<Key<?>>flatMap(List::stream)
          .toList();

  private Sections() {}

  static List<Key<?>> keys() {
    return KEYS;
  }

  /// Tells what is wrong between keys, each of which may be right by itself.
  static void check(Values values, Problems problems) {
    SshSection.check(values, problems);
    AuthSection.check(values, problems);
    DockerSection.check(values, problems);
    PoolKeys.check(values, problems);
    LeaseSection.check(values, problems);
    LogSection.check(values, problems);
    MonitoringSection.check(values, problems);
    OtherSections.check(values, problems);
  }

  /// The configuration of values that have no problem.
  static GatewayConfiguration configuration(Values values) {
    return new GatewayConfiguration(
        SshSection.configuration(values),
        AuthSection.configuration(values),
        DockerSection.configuration(values),
        SecuritySection.policy(values),
        values.get(LeaseSection.RENEWAL),
        PoolKeys.limits(values),
        QueueSection.configuration(values),
        OtherSections.configurationServer(values),
        LogSection.configuration(values),
        MonitoringSection.configuration(values),
        values.get(ShutdownSection.GRACE_PERIOD));
  }
}
