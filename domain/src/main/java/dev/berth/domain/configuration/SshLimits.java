package dev.berth.domain.configuration;

import java.time.Duration;

/// Bounds on what clients may take from the gateway; each is enforced before a client can pass it.
///
/// @param loginGraceTime until a client must have logged in
/// @param maxAuthTries failed attempts to log in per connection
/// @param maxConnections connections open at once
/// @param maxStartups connections at once that have not logged in yet
/// @param maxChannels channels open at once per connection
public record SshLimits(
    Duration loginGraceTime,
    int maxAuthTries,
    int maxConnections,
    int maxStartups,
    int maxChannels) {
  /// The defaults.
  public static final SshLimits DEFAULT = new SshLimits(Duration.ofMinutes(2), 6, 10_000, 500, 100);
}
