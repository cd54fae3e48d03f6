package dev.berth.adapter.docker;

import java.time.Duration;

/// What is found of a program whose output has ended although it has not: either it has closed its
/// output and works on, or the stream was cut.
enum Look {
  HOLDS_OUTPUT,
  WORKS_ON,
  /// Nothing can be found in a container that stands still.
  PAUSED,
  FAILED;

  /// How many may fail in a row.
  static final int MOST_FAILURES = 5;

  /// From one to the next.
  static final Duration PAUSE = Duration.ofMillis(500);

  static Look of(boolean holdsOutput) {
    return holdsOutput ? HOLDS_OUTPUT : WORKS_ON;
  }
}
