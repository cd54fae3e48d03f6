package dev.berth.application;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.PoolLimits;
import dev.berth.domain.configuration.QueueLimits;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.ports.driven.ConfigurationSource;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.Counter;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.Gateway;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Gives every connection its containers. The way into this module, for a whole gateway and for a
/// single connection.
public final class ContainerGateway implements Gateway {
  /// What taking the leases away may take at the end.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Surroundings surroundings;
  private final BackgroundWork work = new BackgroundWork();
  private final Set<ContainerConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  private ContainerGateway(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// A gateway for any number of connections.
  ///
  /// @param engines where containers are launched
  /// @param configurations what each connection gets
  /// @param instance this gateway's name in the labels of its containers
  /// @param events told what happens
  /// @param backendRequests counts calls to the engine
  /// @param backendFailures counts failed calls to the engine
  public static ContainerGateway create(
      ContainerRuntimes engines,
      ConfigurationSource configurations,
      GatewayInstance instance,
      EventSink events,
      Counter backendRequests,
      Counter backendFailures) {
    return create(
        engines,
        configurations,
        instance,
        events,
        backendRequests,
        backendFailures,
        QueueLimits.DEFAULT);
  }

  /// A gateway for any number of connections.
  ///
  /// @param engines where containers are launched
  /// @param configurations what each connection gets
  /// @param instance this gateway's name in the labels of its containers
  /// @param events told what happens
  /// @param backendRequests counts calls to the engine
  /// @param backendFailures counts failed calls to the engine
  /// @param limits how much is asked of an engine at once
  public static ContainerGateway create(
      ContainerRuntimes engines,
      ConfigurationSource configurations,
      GatewayInstance instance,
      EventSink events,
      Counter backendRequests,
      Counter backendFailures,
      QueueLimits limits) {
    return new ContainerGateway(
        new Surroundings(
            engines,
            configurations,
            instance,
            events,
            backendRequests,
            backendFailures,
            new Paces(limits),
            new Pulls(events),
            new Pools(),
            new Uses(),
            new Households()));
  }

  /// The handler of one connection, for programs that embed the library and bring their own SSH
  /// server.
  ///
  /// @param engines where containers are launched
  /// @param address where the client connected from
  /// @param id the connection's identity
  /// @param configuration what the connection gets
  /// @param events told what happens
  /// @param backendRequests counts calls to the engine
  /// @param backendFailures counts failed calls to the engine
  public static ConnectionHandler connection(
      ContainerRuntimes engines,
      RemoteAddress address,
      ConnectionId id,
      BackendConfiguration configuration,
      EventSink events,
      Counter backendRequests,
      Counter backendFailures) {
    return create(
            engines,
            ConfigurationSource.fixed(configuration),
            new GatewayInstance("embedded"),
            events,
            backendRequests,
            backendFailures)
        .connected(new Client(id, address, ""));
  }

  @Override
  public ConnectionHandler connected(Client client) {
    return connected(client, surroundings);
  }

  /// The same gateway for other clients: what their connections get another source says. With them
  /// ends what this one has, and the other way round.
  public Gateway with(ConfigurationSource configurations) {
    return new Sharing(surroundings.with(configurations));
  }

  private final class Sharing implements Gateway {
    private final Surroundings theirs;

    private Sharing(Surroundings theirs) {
      this.theirs = theirs;
    }

    @Override
    public ConnectionHandler connected(Client client) {
      return ContainerGateway.this.connected(client, theirs);
    }

    @Override
    public boolean shutdown(Duration deadline) throws InterruptedException {
      return ContainerGateway.this.shutdown(deadline);
    }
  }

  private ConnectionHandler connected(Client client, Surroundings around) {
    ContainerConnection connection =
        new ContainerConnection(client, around, work, connections::remove);
    connections.add(connection);
    if (stopping) {
      connection.disconnected();
    }
    return connection;
  }

  /// Shows at an engine that this gateway lives, and removes there what dead ones have left, from
  /// now until shutdown; persistent containers that nobody uses are put to rest. Without this
  /// nobody sweeps what this gateway leaves if it is killed, and persistent containers stay as they
  /// are.
  ///
  /// @param configuration names the engine
  /// @param renewal how often it is shown: 10 ms to an hour
  public void keepHouse(BackendConfiguration configuration, Duration renewal) {
    surroundings.keepHouse(configuration, renewal, this::living);
  }

  private Set<String> living() {
    Set<String> living = new HashSet<>(surroundings.pools().places());
    connections.forEach(connection -> living.add(connection.id().value()));
    return living;
  }

  /// Starts containers in advance from now on, and gives them to connections that have the same
  /// configuration; instead of those of the configuration before. Only in mode *connection*.
  ///
  /// @param configuration what they look like
  /// @param limits how many
  public void keepPool(BackendConfiguration configuration, PoolLimits limits) {
    surroundings.pools().keep(configuration, limits, surroundings, work);
  }

  @Override
  public boolean shutdown(Duration deadline) throws InterruptedException {
    stopping = true;
    surroundings.pools().stop();
    connections.forEach(ContainerConnection::disconnected);
    work.hurry();
    boolean orderly = work.awaitIdle(deadline);
    Households households = surroundings.households();
    households.stop();
    if (orderly) {
      // Where that fails the leases expire by themselves.
      work.start("leases", households::leave);
      var _ = work.awaitIdle(FAREWELL);
    }
    return orderly;
  }
}
