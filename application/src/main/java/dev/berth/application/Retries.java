package dev.berth.application;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Tries a call to an engine again where it may work the next time. That takes less than a second
/// in all: who waits for an engine that is away is to know soon.
final class Retries {
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(150);

  /// Whatever else an engine says it would say again.
  private static final Set<FailureCode> TRANSIENT =
      EnumSet.of(FailureCode.ENGINE_ERROR, FailureCode.ENGINE_UNREACHABLE);

  private Retries() {}

  /// Makes a call that may be made again after it has failed.
  ///
  /// @param waiter for whom; nothing is tried again once he has left
  static <T> T during(Waiter waiter, CallCounters.Call<T> call) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      waiter.check();
      try {
        return call.call();
      } catch (GatewayException failure) {
        if (attempt == ATTEMPTS || !TRANSIENT.contains(failure.code())) {
          throw failure;
        }
      }
      // Many whose engine was away must not come back in step.
      long jittered = (long) (pause.toNanos() * RandomGenerator.getDefault().nextDouble(0.5, 1));
      waiter.interruptibly(() -> {
        TimeUnit.NANOSECONDS.sleep(jittered);
        return jittered;
      });
      pause = pause.multipliedBy(2);
    }
  }
}
