package dev.berth.adapter.config;

import dev.berth.domain.configuration.GatewayConfiguration;
import java.time.Duration;
import java.util.List;

/// `lease`: how gateways that share an engine know of each other.
final class LeaseSection {
  private static final Duration LONGEST = Duration.ofHours(1);

  static final Key<Duration> RENEWAL =
      Key.of(
              "lease.renewal",
              DurationType.atLeast(Duration.ofSeconds(1)),
              "How often the gateway shows its engine that it lives, at most 1h. After four times"
                  + " this without a sign other gateways on that engine remove its containers. It"
                  + " also sweeps at this interval.")
          .byDefault(DurationType.written(GatewayConfiguration.DEFAULT_LEASE_RENEWAL))
          .example("10s");

  static final List<Key<?>> KEYS = List.of(RENEWAL);

  private LeaseSection() {}

  static void check(Values values, Problems problems) {
    if (values.find(RENEWAL).filter(renewal -> renewal.compareTo(LONGEST) > 0).isPresent()) {
      problems.add(values.at(RENEWAL.path()), RENEWAL.path(), "must be at most 1h");
    }
  }
}
