package dev.berth.application;

import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.LeaseTerms;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// The households of one gateway, one at each engine.
final class Households {
  private final ConcurrentMap<EngineEndpoint, Household> byEngine = new ConcurrentHashMap<>();

  /// Begins one, unless there is one.
  void begin(EngineEndpoint engine, Supplier<Household> household) {
    var _ = byEngine.computeIfAbsent(engine, _ -> household.get());
  }

  /// The terms of the lease at an engine, while it is held.
  Optional<LeaseTerms> termsAt(EngineEndpoint engine) {
    return Optional.ofNullable(byEngine.get(engine)).flatMap(Household::terms);
  }

  /// Stops all; the leases stay until they expire.
  void stop() throws InterruptedException {
    for (Household household : byEngine.values()) {
      household.stop();
    }
  }

  /// Takes all leases away, once everything is stopped and removed.
  void leave() {
    try {
      for (Household household : byEngine.values()) {
        household.leave();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
