package dev.berth.bootstrap.assembly;

import dev.berth.adapter.sshd.SshdServer;
import dev.berth.domain.event.GatewayEvent.GatewayStopped;
import dev.berth.domain.event.GatewayEvent.GatewayStopping;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driving.Gateway;
import java.net.InetSocketAddress;
import java.time.Duration;

/// A gateway that clients can connect to, until it is stopped.
public final class RunningGateway {
  /// How long clients have to read why they are sent away, of the whole deadline.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final SshdServer server;
  private final Gateway gateway;
  private final EngineGreeting greeting;
  private final ContainerRuntimes engines;
  private final Servers servers;
  private final EventSink events;

  RunningGateway(
      SshdServer server,
      Gateway gateway,
      EngineGreeting greeting,
      ContainerRuntimes engines,
      Servers servers,
      EventSink events) {
    this.server = server;
    this.gateway = gateway;
    this.greeting = greeting;
    this.engines = engines;
    this.servers = servers;
    this.events = events;
  }

  /// Where it listens.
  public InetSocketAddress address() {
    return server.address();
  }

  /// Lets nobody in any more, sends the clients away, and removes all containers. To be called
  /// once.
  ///
  /// @param deadline how long that may take
  /// @return whether everything was removed in time
  /// @throws InterruptedException if somebody is in a hurry; what is left is let go of at once
  public boolean stop(Duration deadline) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    boolean orderly = false;
    events.emit(new GatewayStopping());
    try {
      server.stopAccepting();
      greeting.end();
      server.close(FAREWELL.compareTo(deadline) < 0 ? FAREWELL : deadline);
      orderly = gateway.shutdown(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    } finally {
      servers.close();
      engines.close();
      events.emit(new GatewayStopped(orderly));
    }
    return orderly;
  }
}
