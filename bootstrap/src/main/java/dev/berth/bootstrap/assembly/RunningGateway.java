package dev.berth.bootstrap.assembly;

import dev.berth.adapter.docker.DockerContainerRuntimes;
import dev.berth.adapter.sshd.SshdServer;
import dev.berth.application.ContainerGateway;
import dev.berth.bootstrap.log.Log;
import dev.berth.domain.configuration.GatewayConfiguration;
import dev.berth.domain.event.GatewayEvent.GatewayDraining;
import dev.berth.domain.event.GatewayEvent.GatewayStopped;
import dev.berth.domain.event.GatewayEvent.GatewayStopping;
import dev.berth.domain.event.GatewayEvent.NobodyCanLogIn;
import dev.berth.domain.event.GatewayEvent.SessionsCut;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.PartialConfigurations;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A gateway that clients can connect to, until it is stopped.
public final class RunningGateway {
  /// How long clients have to read why they are sent away, of the whole deadline.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Parts parts;
  private final Log log;
  private final GatewayConfiguration started;
  private GatewayConfiguration configuration;

  /// What it is made of.
  record Parts(
      SshdServer server,
      ContainerGateway gateway,
      EngineGreeting greeting,
      ContainerRuntimes engines,
      CurrentServers servers,
      Watchers watchers) {}

  /// @param configuration what it was started with
  RunningGateway(Parts parts, Log log, GatewayConfiguration configuration) {
    this.parts = parts;
    this.log = log;
    this.started = configuration;
    this.configuration = configuration;
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return parts.server().address();
  }

  /// New connections get another configuration from now on; those that are there keep theirs.
  ///
  /// @param partials completes what a configuration server says, if there is one
  /// @return what of it takes effect only when the gateway is started anew, as keys
  /// @throws IllegalArgumentException if a part cannot use something; then nothing has changed, as
  ///   after any other failure
  public synchronized List<String> adopt(
      GatewayConfiguration next, PartialConfigurations partials) {
    SshdServer.check(next.ssh());
    DockerContainerRuntimes.check(next.backend());
    Servers asked = Servers.of(next, partials, parts.watchers());
    Servers before = parts.servers().now();
    try {
      use(asked, next);
    } catch (RuntimeException | Error fault) {
      // What no check has seen: half of a configuration is none that anybody wanted.
      use(before, configuration);
      asked.close();
      throw fault;
    }
    configuration = next;
    if (!next.auth().admitsSomebody()) {
      log.emit(new NobodyCanLogIn());
    }
    return unchangeable(started, next);
  }

  private void use(Servers asked, GatewayConfiguration next) {
    parts
        .server()
        .adopt(
            next.ssh(),
            parts.gateway().with(asked.configurations()),
            parts.watchers().measured(asked.authenticator()));
    parts.servers().replace(asked);
    parts.gateway().keepPool(next.backend(), next.pool());
    log.adopt(next.log());
  }

  private static List<String> unchangeable(GatewayConfiguration before, GatewayConfiguration next) {
    List<String> keys = new ArrayList<>();
    BiConsumer<String, Function<GatewayConfiguration, Object>> compare =
        (key, value) -> {
          if (!value.apply(before).equals(value.apply(next))) {
            keys.add(key);
          }
        };
    compare.accept("ssh.listen", c -> c.ssh().listen());
    compare.accept("lease.renewal", GatewayConfiguration::leaseRenewal);
    compare.accept("queue", GatewayConfiguration::queue);
    compare.accept("log.destination", c -> c.log().destination());
    compare.accept("metrics", c -> c.monitoring().metrics());
    compare.accept("health", c -> c.monitoring().health());
    return List.copyOf(keys);
  }

  /// How a gateway has stopped.
  ///
  /// @param orderly whether everything was ended and removed in time
  /// @param cut how many sessions were ended that were still open, after the grace period if there
  ///   is one
  public record Outcome(boolean orderly, int cut) {}

  /// Lets nobody in any more, waits for open sessions as long as the configuration says, sends the
  /// clients away, and removes all containers. To be called once. An interrupt means that somebody
  /// is in a hurry: the first one ends waiting for sessions.
  ///
  /// @param deadline how long that may take after the waiting
  /// @throws InterruptedException if somebody is in a hurry after that; what is left is let go of
  ///   at once
  public Outcome stop(Duration deadline) throws InterruptedException {
    parts.watchers().leave();
    parts.server().stopAccepting();
    int cut = drain(gracePeriod());
    boolean orderly = false;
    log.emit(new GatewayStopping());
    long end = System.nanoTime() + deadline.toNanos();
    try {
      parts.greeting().end();
      parts.server().close(FAREWELL.compareTo(deadline) < 0 ? FAREWELL : deadline);
      orderly = parts.gateway().shutdown(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    } finally {
      parts.servers().close();
      parts.engines().close();
      parts.watchers().close();
      log.emit(new GatewayStopped(orderly));
    }
    return new Outcome(orderly, cut);
  }

  private synchronized Duration gracePeriod() {
    return configuration.gracePeriod();
  }

  private int drained(Duration grace) {
    log.emit(new GatewayDraining(grace));
    try {
      return parts.server().drain(grace);
    } catch (InterruptedException hurried) {
      return parts.server().openSessions();
    }
  }

  /// Waits for open sessions, if the configuration says so.
  ///
  /// @return how many had not finished
  private int drain(Duration grace) {
    int cut = grace.isPositive() ? drained(grace) : parts.server().openSessions();
    if (cut > 0) {
      log.emit(new SessionsCut(cut));
    }
    return cut;
  }
}
