package dev.berth.bootstrap.metrics;

import dev.berth.ports.driven.Counter;
import java.util.concurrent.atomic.LongAdder;

/// Counts the calls to the container engine, in memory.
public final class BackendCounters {
  private final LongAdder requestCount = new LongAdder();
  private final LongAdder failureCount = new LongAdder();

  /// Counts calls to the engine.
  public Counter requests() {
    return requestCount::increment;
  }

  /// Counts calls to the engine that failed.
  public Counter failures() {
    return failureCount::increment;
  }

  /// How many calls there were.
  public long requestsSoFar() {
    return requestCount.sum();
  }

  /// How many of them failed.
  public long failuresSoFar() {
    return failureCount.sum();
  }
}
