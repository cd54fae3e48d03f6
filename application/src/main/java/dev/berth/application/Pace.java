package dev.berth.application;

import java.time.Duration;

/// How an engine is kept from doing too much at once.
///
/// @param creations lets only so many containers be created at once
/// @param starts lets only so many be started at once
/// @param way lets both go before removals
record Pace(Turnstile creations, Turnstile starts, RightOfWay way) {
  /// More at once do not make an engine on a few cores faster.
  private static final int LAUNCHES = 8;

  /// What even a hundred logins at once do not take.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// What a burst of logins takes; a container of somebody who has left may stay for as long.
  private static final Duration LINGER = Duration.ofSeconds(5);

  /// Creates a container.
  ///
  /// @param attempt what is attempted, for the operator
  <T> T creating(String attempt, Departure departure, CallCounters.Call<T> create)
      throws InterruptedException {
    return way.first(() -> creations.pass(attempt, departure, create));
  }

  /// Starts a container.
  ///
  /// @param attempt what is attempted, for the operator
  <T> T starting(String attempt, Departure departure, CallCounters.Call<T> start)
      throws InterruptedException {
    return way.first(() -> starts.pass(attempt, departure, start));
  }

  /// A new one, of which nothing is taken.
  static Pace usual() {
    return new Pace(
        new Turnstile(LAUNCHES, PATIENCE),
        new Turnstile(LAUNCHES, PATIENCE),
        new RightOfWay(LINGER));
  }
}
