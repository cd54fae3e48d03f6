package dev.berth.domain.configuration;

import java.time.Duration;

/// How long a source of connections is refused that misbehaves, as OpenSSH's `PerSourcePenalties`:
/// each offence adds to the source's penalty, which runs off with time; while it has once reached a
/// threshold and has not run off, the source is refused.
///
/// @param enabled whether anybody is refused at all
/// @param offences what each offence adds
/// @param min the threshold below which a source is not refused yet
/// @param max what a penalty never grows beyond
/// @param maxSources how many sources are remembered; those whose penalty ends first are forgotten
public record PenaltyLimits(
    boolean enabled, Offences offences, Duration min, Duration max, int maxSources) {
  /// The defaults, OpenSSH's where it has the same.
  public static final PenaltyLimits DEFAULT =
      new PenaltyLimits(
          true,
          new Offences(
              Duration.ofSeconds(5),
              Duration.ofSeconds(10),
              Duration.ofSeconds(10),
              Duration.ofSeconds(1)),
          Duration.ofSeconds(15),
          Duration.ofMinutes(10),
          65_536);

  public PenaltyLimits {
    if (min.compareTo(max) > 0) {
      throw new IllegalArgumentException("min is longer than max");
    }
    if (maxSources < 1) {
      throw new IllegalArgumentException("maxSources is less than 1");
    }
  }

  /// What a connection adds to the penalty of its source, if it ends without a login.
  ///
  /// @param failedLogin if it tried in vain to log in
  /// @param garbage if it broke the protocol
  /// @param graceTimeout if it did not log in in time
  /// @param noLogin if it left without trying
  public record Offences(
      Duration failedLogin, Duration garbage, Duration graceTimeout, Duration noLogin) {}
}
