package dev.berth.application;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets only so many calls of a kind be under way at the engine at once, first come, first served:
/// more would not make it faster, and each call's own deadline would run out.
final class Turnstile {
  private final Semaphore places;
  private final int count;
  private final Duration patience;

  /// @param count how many calls may be under way
  /// @param patience how long one may wait for its turn
  Turnstile(int count, Duration patience) {
    this.places = new Semaphore(count, true);
    this.count = count;
    this.patience = patience;
  }

  /// How many wait for their turn.
  int waiting() {
    return places.getQueueLength();
  }

  /// Makes a call when its turn has come. Who leaves before that gives its place in the queue up.
  ///
  /// @param attempt what is attempted, for the operator
  <T> T pass(String attempt, Departure departure, CallCounters.Call<T> call)
      throws InterruptedException {
    if (!departure.interruptibly(
        () -> places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS))) {
      throw GatewayException.backend(
          FailureCode.ENGINE_TIMEOUT,
          attempt
              + ": its turn did not come within "
              + patience.toSeconds()
              + " s; the engine is busy with "
              + count
              + " others",
          null);
    }
    try {
      departure.check();
      return call.call();
    } finally {
      places.release();
    }
  }
}
