package dev.berth.domain.configuration;

import java.time.Duration;

/// Bounds on what clients may take from the gateway; each is enforced before a client can pass it.
///
/// @param loginGraceTime until a client must have logged in
/// @param maxAuthTries failed attempts to log in per connection
/// @param maxConnections connections open at once
/// @param maxStartups connections at once that have not logged in yet
/// @param maxChannels channels open at once per connection
/// @param lifetime how long a connection may last
/// @param sources what each source of connections may take
public record SshLimits(
    Duration loginGraceTime,
    int maxAuthTries,
    int maxConnections,
    MaxStartups maxStartups,
    int maxChannels,
    Lifetime lifetime,
    SourceLimits sources) {
  /// The defaults. OpenSSH's `MaxStartups 10:30:100` is for a host of a few users, with a process
  /// per connection: here a hundred jobs of a build may well start at once, and a connection that
  /// has not logged in takes some 50 KB.
  public static final SshLimits DEFAULT =
      new SshLimits(
          Duration.ofMinutes(2),
          6,
          10_000,
          new MaxStartups(100, 30, 500),
          100,
          Lifetime.UNLIMITED,
          SourceLimits.DEFAULT);

  /// These, the others at their defaults.
  public SshLimits(
      Duration loginGraceTime,
      int maxAuthTries,
      int maxConnections,
      int maxStartups,
      int maxChannels) {
    this(
        loginGraceTime,
        maxAuthTries,
        maxConnections,
        MaxStartups.upTo(maxStartups),
        maxChannels,
        DEFAULT.lifetime(),
        DEFAULT.sources());
  }

  /// These, with other limits of time.
  public SshLimits with(Lifetime other) {
    return new SshLimits(
        loginGraceTime, maxAuthTries, maxConnections, maxStartups, maxChannels, other, sources);
  }

  /// These, with other limits per source.
  public SshLimits with(SourceLimits other) {
    return new SshLimits(
        loginGraceTime, maxAuthTries, maxConnections, maxStartups, maxChannels, lifetime, other);
  }

  /// How long a connection may last after its login.
  ///
  /// @param idle without data on any channel, either way; zero for ever
  /// @param total in all; zero for ever
  public record Lifetime(Duration idle, Duration total) {
    /// For ever.
    public static final Lifetime UNLIMITED = new Lifetime(Duration.ZERO, Duration.ZERO);
  }
}
