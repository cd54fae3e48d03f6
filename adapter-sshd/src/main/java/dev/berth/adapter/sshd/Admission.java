package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SourceLimits;
import dev.berth.domain.configuration.SshLimits;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Network;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.GatewayEvent.ConnectionRefused;
import dev.berth.domain.event.GatewayEvent.SourceRefused;
import dev.berth.ports.driven.EventSink;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Counts clients, over all and per source, so that those above a limit can be turned away at the
/// door, before anything is spent on them; and turns away sources that misbehave.
final class Admission {
  private final RandomGenerator random;
  private final EventSink events;
  private final Penalties penalties;
  private final Seldom seldom;
  private final Map<Network, Taken> sources = new HashMap<>();
  private final Taken all = new Taken();
  private volatile SshLimits limits;

  /// @param random decides who is turned away where only some are
  /// @param clock never goes backwards
  Admission(SshLimits limits, RandomGenerator random, InstantSource clock, EventSink events) {
    this.limits = limits;
    this.random = random;
    this.events = events;
    this.penalties = new Penalties(limits.sources().penalties(), clock);
    this.seldom = new Seldom(clock);
  }

  /// From now on other limits count. Who is in stays in; sources are punished as before.
  void adopt(SshLimits other) {
    limits = other;
    penalties.adopt(other.sources().penalties());
  }

  /// A clock that nobody sets.
  static InstantSource clock() {
    long start = System.nanoTime();
    return () -> java.time.Instant.EPOCH.plusNanos(System.nanoTime() - start);
  }

  /// The answer to a client that has just connected.
  sealed interface Answer {}

  /// It is turned away.
  record TurnedAway(Refusal refusal) implements Answer {}

  /// Lets a client in if there is room, wherever it comes from.
  synchronized Answer enter() {
    if (all.connections >= limits.maxConnections()) {
      return new TurnedAway(new Refusal.Limit("maxConnections"));
    }
    int percent = limits.maxStartups().refusalPercent(all.startups);
    if (percent > 0 && random.nextInt(100) < percent) {
      return new TurnedAway(new Refusal.Limit("maxStartups"));
    }
    all.connections++;
    all.startups++;
    return new Place();
  }

  /// Tells that a client is turned away, unless that was told just now.
  void tell(Client client, Refusal refusal) {
    OptionalLong count = seldom.happened(refusal.kind());
    if (count.isPresent()) {
      events.emit(event(client, refusal, count.getAsLong()));
    }
  }

  private static GatewayEvent event(Client client, Refusal refusal, long count) {
    return switch (refusal) {
      case Refusal.Limit(String name) -> new ConnectionRefused(client, name, count);
      case Refusal.Penalised(var source, var remaining) ->
          new SourceRefused(client, source, count, remaining);
    };
  }

  /// Of how many sources somebody is in.
  synchronized int countedSources() {
    return sources.size();
  }

  private static final class Taken {
    private int connections;
    private int startups;
  }

  /// What a client takes that was let in, until it leaves.
  final class Place implements Answer {
    private @Nullable Network source;
    private boolean loggedIn;
    private boolean left;

    private Place() {}

    /// Where the client comes from is known: counts it there too, if there is room and the source
    /// is not being punished. Called once; never for a client that belongs to no source, which is
    /// then neither counted by one nor punished.
    Optional<Refusal> from(InetAddress address) {
      SourceLimits perSource = limits.sources();
      if (perSource.isExempt(address)) {
        return Optional.empty();
      }
      Network network = perSource.blocks().of(address);
      var punished = penalties.remaining(network);
      if (punished.isPresent()) {
        return Optional.of(new Refusal.Penalised(network, punished.get()));
      }
      synchronized (Admission.this) {
        return take(network, perSource).map(Refusal.Limit::new);
      }
    }

    private Optional<String> take(Network network, SourceLimits perSource) {
      if (left) {
        // Nobody would ever give back what is counted now.
        return Optional.empty();
      }
      Taken taken = taken(network);
      if (taken.connections >= perSource.maxConnections()) {
        return Optional.of("maxConnectionsPerSource");
      }
      if (taken.startups >= perSource.maxStartups()) {
        return Optional.of("maxStartupsPerSource");
      }
      taken.connections++;
      taken.startups++;
      source = network;
      return Optional.empty();
    }

    void loggedIn() {
      synchronized (Admission.this) {
        if (!loggedIn && !left) {
          loggedIn = true;
          all.startups--;
          if (source != null) {
            taken(source).startups--;
          }
        }
      }
    }

    /// The client is gone. Calling it again does nothing.
    ///
    /// @param offence how it has misbehaved, if it has
    void leave(@Nullable Offence offence) {
      Network from;
      synchronized (Admission.this) {
        if (left) {
          return;
        }
        left = true;
        from = source;
        give(all);
        if (from != null) {
          Taken taken = taken(from);
          give(taken);
          if (taken.connections == 0) {
            sources.remove(from);
          }
        }
      }
      if (from != null && offence != null) {
        penalties.add(from, offence);
      }
    }

    private void give(Taken taken) {
      taken.connections--;
      if (!loggedIn) {
        taken.startups--;
      }
    }

    private Taken taken(Network network) {
      return sources.computeIfAbsent(network, _ -> new Taken());
    }
  }
}
