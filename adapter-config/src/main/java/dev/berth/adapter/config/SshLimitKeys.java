package dev.berth.adapter.config;

import dev.berth.domain.configuration.MaxStartups;
import dev.berth.domain.configuration.PenaltyLimits;
import dev.berth.domain.configuration.PenaltyLimits.Offences;
import dev.berth.domain.configuration.SourceLimits;
import dev.berth.domain.configuration.SshLimits;
import dev.berth.domain.connection.Network;
import java.time.Duration;
import java.util.List;

/// The keys of `ssh` that bound what clients may take.
final class SshLimitKeys {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final SshLimits LIMITS = SshLimits.DEFAULT;
  private static final SourceLimits SOURCES = LIMITS.sources();
  private static final PenaltyLimits PENALTIES = SOURCES.penalties();

  static final Key<Duration> GRACE =
      Key.of(
              "ssh.loginGraceTime",
              DurationType.atLeast(SECOND),
              "Time until a client must have logged in.")
          .byDefault(DurationType.written(LIMITS.loginGraceTime()))
          .example("30s");
  static final Key<Integer> AUTH_TRIES =
      Key.of(
              "ssh.maxAuthTries",
              new Types.Whole(1, 100),
              "Failed attempts to log in before a client is disconnected.")
          .byDefault(LIMITS.maxAuthTries())
          .example(3);
  static final Key<Integer> CONNECTIONS =
      Key.of("ssh.maxConnections", new Types.Whole(1, 1_000_000), "Connections open at once.")
          .byDefault(LIMITS.maxConnections())
          .example(200);
  static final Key<MaxStartups> STARTUPS =
      Key.of(
              "ssh.maxStartups",
              new MaxStartupsType(),
              "Connections at once that have not logged in yet: from `start` on, `rate` per cent"
                  + " are turned away at random, rising to all at `full`. A number alone turns"
                  + " away all above it.")
          .byDefault(LIMITS.maxStartups().toString())
          .example("10:30:100")
          .example(50);
  static final Key<Integer> CHANNELS =
      Key.of(
              "ssh.maxChannels",
              new Types.Whole(1, 10_000),
              "Channels, such as sessions, open at once in a connection.")
          .byDefault(LIMITS.maxChannels())
          .example(10);
  static final Key<Duration> IDLE =
      Key.of(
              "ssh.idleTimeout",
              DurationType.zeroOrAtLeast(SECOND),
              "Time after which a connection is ended that has carried no data, either way; 0 for"
                  + " never. Its terminals are warned a minute before.")
          .byDefault("0s")
          .example("1h");
  static final Key<Duration> TOTAL =
      Key.of(
              "ssh.maxConnectionTime",
              DurationType.zeroOrAtLeast(SECOND),
              "Time after login when a connection is ended, whatever it does; 0 for never. Its"
                  + " terminals are warned a minute before.")
          .byDefault("0s")
          .example("12h");
  static final Key<Integer> CONNECTIONS_PER_SOURCE =
      Key.of(
              "ssh.maxConnectionsPerSource",
              new Types.Whole(1, 1_000_000),
              "Connections open at once from one source.")
          .byDefault(SOURCES.maxConnections())
          .example(20);
  static final Key<Integer> STARTUPS_PER_SOURCE =
      Key.of(
              "ssh.maxStartupsPerSource",
              new Types.Whole(1, 1_000_000),
              "Connections at once from one source that have not logged in yet.")
          .byDefault(SOURCES.maxStartups())
          .example(10);
  static final Key<SourceLimits.Blocks> BLOCKS =
      Key.of(
              "ssh.sourceNetBlockSize",
              Networks.BLOCKS,
              "How many leading bits of IPv4 and IPv6 addresses tell sources apart.")
          .byDefault(SOURCES.blocks().toString())
          .example("24:56");
  static final Key<List<Network>> EXEMPT =
      Key.of(
              "ssh.exemptNetworks",
              Types.listOf(Networks.NETWORK),
              "Networks that neither limits per source nor penalties hold for.")
          .byDefault(SOURCES.exempt().stream().map(Networks::written).toList())
          .example(List.of("192.0.2.0/24"));
  static final Key<Boolean> PENALISE =
      Key.of(
              "ssh.penalties.enable",
              Types.BOOL,
              "Whether a source that misbehaves is refused for a time.")
          .byDefault(PENALTIES.enabled())
          .example(false);
  static final Key<Duration> FAILED_LOGIN =
      penalty("failedLogin", "tries in vain to log in", PENALTIES.offences().failedLogin());
  static final Key<Duration> GARBAGE =
      penalty("garbage", "breaks the protocol", PENALTIES.offences().garbage());
  static final Key<Duration> GRACE_TIMEOUT =
      penalty("graceTimeout", "does not log in in time", PENALTIES.offences().graceTimeout());
  static final Key<Duration> NO_LOGIN =
      penalty("noLogin", "leaves without trying to log in", PENALTIES.offences().noLogin());
  static final Key<Duration> PENALTY_MIN =
      Key.of(
              "ssh.penalties.min",
              DurationType.zeroOrAtLeast(SECOND),
              "Penalty from which on a source is refused, until it has run off.")
          .byDefault(DurationType.written(PENALTIES.min()))
          .example("1m");
  static final Key<Duration> PENALTY_MAX =
      Key.of("ssh.penalties.max", DurationType.atLeast(SECOND), "Penalty that is never exceeded.")
          .byDefault(DurationType.written(PENALTIES.max()))
          .example("1h");
  static final Key<Integer> PENALTY_SOURCES =
      Key.of(
              "ssh.penalties.maxSources",
              new Types.Whole(1, 10_000_000),
              "Sources that are remembered; beyond, those are forgotten whose penalty ends first.")
          .byDefault(PENALTIES.maxSources())
          .example(1000);
  static final Key<List<Network>> PROXIES =
      Key.of(
              "ssh.proxyProtocol.allowedNetworks",
              Types.listOf(Networks.NETWORK),
              "Networks of proxies that say where their clients come from, with a header of the"
                  + " PROXY protocol, version 1 or 2. From there the header is required, from"
                  + " elsewhere it is not understood. A connection that a proxy says is its own,"
                  + " such as a health check, or whose client it cannot name, counts only for"
                  + " ssh.maxConnections and ssh.maxStartups: no limit per source and no penalty"
                  + " holds for it.")
          .byDefault(List.of())
          .example(List.of("10.0.0.0/28"));

  static final List<Key<?>> KEYS =
      List.of(
          GRACE,
          AUTH_TRIES,
          CONNECTIONS,
          STARTUPS,
          CHANNELS,
          IDLE,
          TOTAL,
          CONNECTIONS_PER_SOURCE,
          STARTUPS_PER_SOURCE,
          BLOCKS,
          EXEMPT,
          PENALISE,
          FAILED_LOGIN,
          GARBAGE,
          GRACE_TIMEOUT,
          NO_LOGIN,
          PENALTY_MIN,
          PENALTY_MAX,
          PENALTY_SOURCES,
          PROXIES);

  private SshLimitKeys() {}

  private static Key<Duration> penalty(String offence, String what, Duration fallback) {
    return Key.of(
            "ssh.penalties." + offence,
            DurationType.zeroOrAtLeast(Duration.ofMillis(1)),
            "What a connection that " + what + " adds to its source's penalty.")
        .byDefault(DurationType.written(fallback))
        .example("30s");
  }

  static void check(Values values, Problems problems) {
    if (values.get(PENALTY_MIN).compareTo(values.get(PENALTY_MAX)) > 0) {
      problems.add(
          values.at(PENALTY_MIN.path()),
          PENALTY_MIN.path(),
          "must not be longer than ssh.penalties.max, which is "
              + DurationType.written(values.get(PENALTY_MAX)));
    }
  }

  static SshLimits limits(Values values) {
    return new SshLimits(
        values.get(GRACE),
        values.get(AUTH_TRIES),
        values.get(CONNECTIONS),
        values.get(STARTUPS),
        values.get(CHANNELS),
        new SshLimits.Lifetime(values.get(IDLE), values.get(TOTAL)),
        sources(values));
  }

  private static SourceLimits sources(Values values) {
    return new SourceLimits(
        values.get(CONNECTIONS_PER_SOURCE),
        values.get(STARTUPS_PER_SOURCE),
        values.get(BLOCKS),
        penalties(values),
        values.get(EXEMPT),
        values.get(PROXIES));
  }

  private static PenaltyLimits penalties(Values values) {
    return new PenaltyLimits(
        values.get(PENALISE),
        new Offences(
            values.get(FAILED_LOGIN),
            values.get(GARBAGE),
            values.get(GRACE_TIMEOUT),
            values.get(NO_LOGIN)),
        values.get(PENALTY_MIN),
        values.get(PENALTY_MAX),
        values.get(PENALTY_SOURCES));
  }
}
