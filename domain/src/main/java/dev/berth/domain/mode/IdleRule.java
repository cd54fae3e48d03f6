package dev.berth.domain.mode;

import java.time.Duration;

/// What becomes of a persistent container that nobody uses.
///
/// @param timeout after how long without a connection
/// @param action what is done then
/// @param cpu as long as its processes use so much processor time on average, as a part of one
///   processor, it is not idle; 0 if only connections count
public record IdleRule(Duration timeout, Action action, double cpu) {
  /// The default: gone half an hour after the last connection.
  public static final IdleRule DEFAULT = new IdleRule(Duration.ofMinutes(30), Action.REMOVE, 0);

  /// What can be done with a container that nobody uses.
  public enum Action {
    /// It is removed, with its files.
    REMOVE,
    /// Its processes are ended. Its files stay until somebody logs in again.
    STOP,
    /// Its processes stand still, until somebody logs in again.
    PAUSE
  }

  public IdleRule {
    if (!timeout.isPositive() || !(cpu >= 0) || Double.isInfinite(cpu)) {
      throw new IllegalArgumentException(
          "an idle rule takes a timeout above 0 and a part of a processor of 0 or more");
    }
  }
}
