package dev.berth.application;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.QueueLimits;
import dev.berth.domain.container.EngineEndpoint;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Each engine at its own pace: one that hangs holds nobody up at another.
final class Paces {
  private final QueueLimits limits;
  private final ConcurrentMap<EngineEndpoint, Pace> byEngine = new ConcurrentHashMap<>();

  Paces(QueueLimits limits) {
    this.limits = limits;
  }

  Pace at(BackendConfiguration configuration) {
    return byEngine.computeIfAbsent(configuration.endpoint(), _ -> Pace.of(limits));
  }
}
