package dev.berth.domain.configuration;

import java.time.Duration;

/// How many containers are started in advance.
///
/// @param size how many are to be ready; 0 for none
/// @param maxIdle one that has waited for longer is removed
public record PoolLimits(int size, Duration maxIdle) {
  /// No pool.
  public static final PoolLimits NONE = new PoolLimits(0, Duration.ofMinutes(30));

  public PoolLimits {
    if (size < 0 || !maxIdle.isPositive()) {
      throw new IllegalArgumentException(
          "a pool has no less than 0 containers, and keeps them for longer than no time");
    }
  }
}
