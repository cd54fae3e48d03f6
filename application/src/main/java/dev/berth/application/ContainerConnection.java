package dev.berth.application;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.configuration.SecurityPolicy;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Connection;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.event.GatewayEvent.BackendFailed;
import dev.berth.domain.event.GatewayEvent.ConnectionReleased;
import dev.berth.domain.event.GatewayEvent.DetailAsked;
import dev.berth.domain.event.GatewayEvent.RequestRefused;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import dev.berth.domain.mode.OperatingMode.Persistent;
import dev.berth.domain.session.SessionId;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// One client connection, from its first byte until its containers are gone.
final class ContainerConnection implements ConnectionHandler, SshConnectionHandler {
  /// How long the programs of a connection that is over may take to end, once they were told.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How many refusals the operator is told of: a client can provoke any number.
  private static final int MOST_REFUSALS = 100;

  private final Client client;
  private final Surroundings surroundings;
  private final BackgroundWork work;
  private final Consumer<ContainerConnection> whenOver;
  private final Waiter waiter = new Waiter();
  private final BackendLaunch launch = new BackendLaunch(waiter);
  private final AtomicInteger refusals = new AtomicInteger();
  private final Set<ContainerSession> sessions = new HashSet<>();

  /// Those of them whose channels are: what is closed may still have something to end.
  private final Set<ContainerSession> open = new HashSet<>();

  private Connection stage;

  ContainerConnection(
      Client client,
      Surroundings surroundings,
      BackgroundWork whole,
      Consumer<ContainerConnection> whenOver) {
    this.client = client;
    this.surroundings = surroundings;
    this.work = whole.part();
    this.whenOver = whenOver;
    this.stage = new Connection.Pending(client);
  }

  ConnectionId id() {
    return client.id();
  }

  @Override
  public synchronized SshConnectionHandler handshakeSucceeded(AuthenticatedUser user) {
    switch (stage) {
      case Connection.Pending pending -> {
        stage = pending.authenticated(user);
        work.start("launch-" + client.id(), () -> launch(user));
      }
      case Connection.Authenticated _ ->
          throw new IllegalStateException(
              "connection " + client.id() + " is authenticated already");
      case Connection.Closed _ -> {
        // The client left meanwhile: its sessions are refused, one by one.
      }
    }
    return this;
  }

  @Override
  public SessionHandler openSession(long channelId, byte[] extraData) {
    SessionId id = new SessionId(client.id(), channelId);
    ContainerSession session =
        new ContainerSession(id, launch, surroundings.events(), work, this::forget);
    RestrictedSession.Owner owner = owner(id, session);
    synchronized (this) {
      if (stage instanceof Connection.Authenticated(_, AuthenticatedUser user)) {
        int number = open.size() + 1;
        // Where it is not known yet, the session's first request waits for it.
        launch.policyNow().ifPresent(policy -> checkNumber(policy, number, owner));
        sessions.add(session);
        open.add(session);
        return new RestrictedSession(session, user.restrictions(), number, owner);
      }
    }
    throw GatewayException.refused(FailureCode.CONNECTION_CLOSED, "The connection is closed.");
  }

  private RestrictedSession.Owner owner(SessionId id, ContainerSession session) {
    return new RestrictedSession.Owner() {
      @Override
      public void closed() {
        ContainerConnection.this.closed(session);
      }

      @Override
      public void refused(String request, String reason) {
        if (refusals.getAndIncrement() < MOST_REFUSALS) {
          surroundings.events().emit(new RequestRefused(id, request, reason));
        }
      }
    };
  }

  private static void checkNumber(
      SecurityPolicy policy, int number, RestrictedSession.Owner owner) {
    try {
      RestrictedSession.checkNumber(policy, number);
    } catch (GatewayException refusal) {
      owner.refused("session", refusal.operatorMessage());
      throw refusal;
    }
  }

  @Override
  public void disconnected() {
    List<ContainerSession> left;
    Optional<AuthenticatedUser> user;
    synchronized (this) {
      if (stage instanceof Connection.Closed) {
        return;
      }
      user =
          stage instanceof Connection.Authenticated(_, AuthenticatedUser who)
              ? Optional.of(who)
              : Optional.empty();
      stage = stage.closed();
      left = new ArrayList<>(sessions);
    }
    waiter.leave();
    left.forEach(ContainerSession::close);
    user.ifPresent(who -> work.start("release-" + client.id(), () -> release(left, who)));
    whenOver.accept(this);
  }

  @Override
  public boolean shutdown(Duration deadline) throws InterruptedException {
    disconnected();
    return work.awaitIdle(deadline);
  }

  private synchronized void closed(ContainerSession session) {
    open.remove(session);
  }

  private synchronized void forget(ContainerSession session) {
    open.remove(session);
    sessions.remove(session);
  }

  /// Programs first get their chance to end by themselves. The container is removed after that, and
  /// with it whatever no signal has reached.
  private void release(List<ContainerSession> left, AuthenticatedUser user) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (ContainerSession session : left) {
        session.awaitEnd(Duration.ofNanos(end - System.nanoTime()));
      }
      launch.end();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      surroundings.events().emit(new ConnectionReleased(client, user));
    }
  }

  private void launch(AuthenticatedUser user) {
    try {
      launch.succeeded(backend(user));
    } catch (GatewayException failure) {
      failed(failure);
    } catch (InterruptedException stopped) {
      failed(GatewayException.backend(FailureCode.SHUTTING_DOWN, "launching was stopped", stopped));
    } catch (RuntimeException | Error fault) {
      // Whatever it is: sessions wait for what comes of the launch.
      failed(
          GatewayException.backend(
              FailureCode.INTERNAL, "launching the backend failed by a fault: " + fault, fault));
    }
  }

  private void failed(GatewayException failure) {
    try {
      if (!waiter.hasLeft()) {
        surroundings
            .events()
            .emit(
                new BackendFailed(
                    client.id(),
                    null,
                    failure.code(),
                    failure.operatorMessage(),
                    failure.getCause()));
      }
    } finally {
      launch.failed(failure);
    }
  }

  private Backend backend(AuthenticatedUser user) throws InterruptedException {
    ConnectionConfiguration given =
        waiter.interruptibly(() -> surroundings.configurationFor(client, user));
    launch.configured(given.policy());
    given
        .detail()
        .ifPresent(least -> surroundings.events().emit(new DetailAsked(client.id(), least)));
    BackendConfiguration configuration = given.backend();
    ContainerRuntime engine = surroundings.engineAt(configuration);
    Workshop workshop =
        waiter.interruptibly(() ->
            Workshop.of(engine, configuration, client, user.with(given.handover()), surroundings));
    return switch (configuration.mode()) {
      case ContainerPerConnection mode -> container(workshop, mode);
      case ContainerPerSession mode -> new SessionContainers(workshop, mode);
      case Persistent mode ->
          ResidentContainer.launch(
              workshop, mode, surroundings.households().residentsAt(configuration), waiter, work);
    };
  }

  /// One that was started in advance, or else one of its own.
  private Backend container(Workshop workshop, ContainerPerConnection mode)
      throws InterruptedException {
    Pools pools = surroundings.pools();
    waiter.check();
    Optional<Pool.Spare> spare = pools.claim(workshop.configuration());
    if (spare.isEmpty()) {
      return ConnectionContainer.launch(workshop, mode, waiter, work);
    }
    Pool.Spare taken = spare.get();
    return taken
        .container()
        .claimedBy(workshop, mode, taken.waited(), () -> pools.released(taken), work);
  }
}
