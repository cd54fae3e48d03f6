package dev.berth.adapter.config;

import java.time.Duration;
import java.util.List;

/// `shutdown`: what happens to those who are connected when the gateway is to stop.
final class ShutdownSection {
  static final Key<Duration> GRACE_PERIOD =
      Key.of(
              "shutdown.gracePeriod",
              DurationType.atLeast(Duration.ZERO),
              "How long sessions may go on when the gateway is to stop; nobody new is let in"
                  + " meanwhile. 0 for not at all.")
          .byDefault("0s")
          .example("10m");

  static final List<Key<?>> KEYS = List.of(GRACE_PERIOD);

  private ShutdownSection() {}
}
