package dev.berth.domain.container;

import java.time.Duration;

/// How long each kind of engine work may take.
///
/// @param containerStart from creating a container until it runs
/// @param containerStop until a container is removed
/// @param commandStart until a program runs in a container
/// @param signal until a signal is delivered
/// @param window until a resize is delivered
/// @param http one call to the engine
/// @param imagePull until an image is there
public record Timeouts(
    Duration containerStart,
    Duration containerStop,
    Duration commandStart,
    Duration signal,
    Duration window,
    Duration http,
    Duration imagePull) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// The defaults.
  public static final Timeouts DEFAULT =
      new Timeouts(
          MINUTE, MINUTE, MINUTE, MINUTE, MINUTE, Duration.ofSeconds(15), Duration.ofMinutes(10));

  public Timeouts {
    positive("containerStart", containerStart);
    positive("containerStop", containerStop);
    positive("commandStart", commandStart);
    positive("signal", signal);
    positive("window", window);
    positive("http", http);
    positive("imagePull", imagePull);
  }

  private static void positive(String name, Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException(
          "timeout " + name + " must be more than zero, not " + timeout);
    }
  }
}
