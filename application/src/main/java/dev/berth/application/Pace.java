package dev.berth.application;

import dev.berth.domain.configuration.QueueLimits;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// How an engine is kept from doing too much at once.
///
/// @param creations lets only so many containers be created at once
/// @param starts lets only so many be started at once
/// @param execs lets only so many programs be started by exec at once
/// @param removals lets only so many containers be ended and removed at once
/// @param way lets launches go before removals
record Pace(
    Turnstile creations, Turnstile starts, Turnstile execs, Semaphore removals, RightOfWay way) {
  /// What a burst of logins takes; a container of somebody who has left may stay for as long.
  private static final Duration LINGER = Duration.ofSeconds(5);

  /// Longer than an engine takes for an exec. What takes longer is the image's doing, and others do
  /// not wait for it.
  private static final Duration STAY = Duration.ofSeconds(2);

  /// A new one, of which nothing is taken.
  static Pace of(QueueLimits limits) {
    return new Pace(
        Turnstile.of(limits.creates(), limits.timeout()),
        Turnstile.of(limits.starts(), limits.timeout()),
        Turnstile.of(limits.execStarts(), limits.timeout()).letGoAfter(STAY),
        new Semaphore(limits.removals(), true),
        new RightOfWay(LINGER));
  }

  /// Ends or removes a container. Engines have been seen to lock up for good when very many end at
  /// once while others are being made.
  <T> T removing(CallCounters.Call<T> removal) throws InterruptedException {
    removals.acquire();
    try {
      return removal.call();
    } finally {
      removals.release();
    }
  }

  /// Creates a container.
  ///
  /// @param attempt what is attempted, for the operator
  <T> T creating(String attempt, Claimant who, Waiter waiter, CallCounters.Call<T> create)
      throws InterruptedException {
    return way.first(() -> creations.pass(attempt, who, waiter, create));
  }

  /// Starts a container.
  ///
  /// @param attempt what is attempted, for the operator
  <T> T starting(String attempt, Claimant who, Waiter waiter, CallCounters.Call<T> start)
      throws InterruptedException {
    return way.first(() -> starts.pass(attempt, who, waiter, start));
  }

  /// Starts a program by exec.
  ///
  /// @param attempt what is attempted, for the operator
  <T> T executing(String attempt, Claimant who, Waiter waiter, CallCounters.Call<T> exec)
      throws InterruptedException {
    return execs.pass(attempt, who, waiter, exec);
  }
}
