package dev.berth.domain.configuration;

import java.time.Duration;

/// How much is asked of one engine at once; the rest waits for its turn.
///
/// @param creates how many containers are being created
/// @param starts how many containers are being started
/// @param execStarts how many programs are being started in containers
/// @param removals how many containers are being removed
/// @param timeout how long one may wait for its turn
public record QueueLimits(int creates, int starts, int execStarts, int removals, Duration timeout) {
  /// More at once do not make an engine on a few cores faster, and even some hundred logins at once
  /// do not take as long.
  public static final QueueLimits DEFAULT = new QueueLimits(8, 8, 4, 4, Duration.ofMinutes(2));

  public QueueLimits {
    if (Math.min(Math.min(creates, starts), Math.min(execStarts, removals)) < 1
        || !timeout.isPositive()) {
      throw new IllegalArgumentException(
          "a queue must let at least one through, and wait for longer than no time");
    }
  }
}
