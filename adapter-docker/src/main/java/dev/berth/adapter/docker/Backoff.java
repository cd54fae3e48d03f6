package dev.berth.adapter.docker;

import java.time.Duration;

/// Pauses of 1, 2, 4 and so on milliseconds, up to a longest one.
final class Backoff {
  private final long longest;
  private long millis = 1;

  Backoff(Duration longest) {
    this.longest = longest.toMillis();
  }

  void pause() throws InterruptedException {
    Thread.sleep(millis);
    millis = Math.min(longest, millis * 2);
  }
}
