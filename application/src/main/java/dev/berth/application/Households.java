package dev.berth.application;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.LeaseTerms;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/// The households of one gateway, one at each engine.
final class Households {
  private final ConcurrentMap<EngineEndpoint, Household> byEngine = new ConcurrentHashMap<>();
  private volatile Function<BackendConfiguration, Optional<Household>> founding =
      _ -> Optional.empty();

  /// Begins one at an engine, and from now on at each engine where a connection is going to be.
  void keepAt(
      BackendConfiguration configuration, Function<BackendConfiguration, Household> household) {
    founding = engine -> Optional.of(household.apply(engine));
    var _ = at(configuration);
  }

  private Optional<Household> at(BackendConfiguration configuration) {
    return Optional.ofNullable(
        byEngine.computeIfAbsent(
            configuration.endpoint(), _ -> founding.apply(configuration).orElse(null)));
  }

  /// The terms of the lease at an engine, once it is held.
  Optional<LeaseTerms> termsAt(BackendConfiguration configuration) throws InterruptedException {
    Optional<Household> household = at(configuration);
    return household.isPresent() ? household.get().terms() : Optional.empty();
  }

  /// The persistent containers at an engine; empty if no household is kept.
  Optional<Residents> residentsAt(BackendConfiguration configuration) {
    return at(configuration).map(Household::residents);
  }

  /// Stops all; the leases stay until they expire.
  void stop() throws InterruptedException {
    founding = _ -> Optional.empty();
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
