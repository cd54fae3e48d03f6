package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.application.GatewayFixture.SilentInput;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.configuration.PoolLimits;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Labels;
import dev.berth.domain.event.GatewayEvent.ContainerClaimed;
import dev.berth.domain.event.GatewayEvent.ContainerJoined;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.event.GatewayEvent.InternalFault;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.ContainerKey;
import dev.berth.domain.mode.IdleRule;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import dev.berth.domain.mode.OperatingMode.Persistent;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import dev.berth.ports.fake.Faults;
import dev.berth.ports.fake.InMemoryContainer;
import dev.berth.ports.fake.InMemoryEngine;
import dev.berth.ports.fake.RecordedEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Random logins, programs, departures and faults, and what holds whatever happens: a program's
/// status is its own or nobody claims to know it, no container is two connections' own, and none
/// stays but the persistent ones, each of which stays.
///
/// The model is small: it remembers what each program was to end with, and whether anything has
/// gone wrong since its connection began. Its seed is told when it fails; `-Dberth.model.seed` runs
/// one again, `-Dberth.model.rounds` runs more of them.
class LifeCycleModelTest {
  private static final Duration AGES = Duration.ofMinutes(1);
  private static final int STEPS = 60;

  private static final List<String> CALLS =
      List.of(
          "create",
          "created",
          "start",
          "exec",
          "remove",
          "placeFiles",
          "rename",
          "list",
          "find",
          "unpause");

  /// How the engine may fail. After all but the first nobody knows what it has done.
  private static final List<FailureCode> CODES =
      List.of(
          FailureCode.CONTAINER_CONFIGURATION,
          FailureCode.ENGINE_ERROR,
          FailureCode.ENGINE_TIMEOUT,
          FailureCode.ENGINE_UNREACHABLE);

  private static final BackendConfiguration CONNECTION =
      BackendConfiguration.of(new ImageReference("image"));
  private static final BackendConfiguration SESSION =
      CONNECTION.withMode(
          new ContainerPerSession(List.of(), BackendConfiguration.DEFAULT_SUBSYSTEMS));
  private static final BackendConfiguration PERSISTENT =
      CONNECTION.withMode(
          new Persistent(
              new ContainerKey.LoginName(),
              Persistent.DEFAULT_PREFIX,
              IdleRule.DEFAULT,
              (ContainerPerConnection) CONNECTION.mode()));

  @Test
  void whateverHappensNoContainerStaysAndNoStatusIsInvented() throws Exception {
    Optional<Long> only = Optional.ofNullable(Long.getLong("berth.model.seed"));
    if (only.isPresent()) {
      round(only.get());
      return;
    }
    int rounds = Integer.getInteger("berth.model.rounds", 20);
    long first = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      round(first + i);
    }
  }

  private static void round(long seed) throws Exception {
    try (World world = new World(seed)) {
      for (int step = 0; step < STEPS; step++) {
        world.step();
      }
      world.end();
    } catch (Exception | AssertionError failure) {
      throw new AssertionError(
          "failed with -Dberth.model.seed=" + seed + ": " + failure.getMessage(), failure);
    }
  }

  /// A connection, as the model knows it.
  private static final class Guest {
    final ConnectionHandler handler;
    final SshConnectionHandler connection;
    final int disturbancesBefore;
    final boolean beganAmidFaults;
    int sessions;

    Guest(
        ConnectionHandler handler,
        SshConnectionHandler connection,
        int disturbancesBefore,
        boolean beganAmidFaults) {
      this.handler = handler;
      this.connection = connection;
      this.disturbancesBefore = disturbancesBefore;
      this.beganAmidFaults = beganAmidFaults;
    }
  }

  /// A program, and what it is to end with.
  private record Asked(Guest guest, int status, Future<ExitStatus> outcome) {}

  private static final class World implements AutoCloseable {
    private final Random random;
    private final InMemoryEngine engine = InMemoryEngine.withImage("image");
    private final RecordedEvents events = new RecordedEvents();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ContainerGateway gateway;
    private final List<Guest> guests = new ArrayList<>();
    private final List<Asked> programs = new ArrayList<>();
    private final List<SilentInput> inputs = new ArrayList<>();
    private final List<Faults.Gate> gates = new ArrayList<>();
    private final Set<ContainerId> killed = new HashSet<>();
    private volatile BackendConfiguration given = CONNECTION;
    private int disturbances;
    private boolean faulty;
    private int connections;

    World(long seed) {
      random = new Random(seed);
      gateway =
          ContainerGateway.create(
              engine,
              (client, user) -> ConnectionConfiguration.of(given),
              new GatewayInstance("model"),
              events,
              () -> {},
              () -> {});
    }

    void step() throws InterruptedException {
      switch (random.nextInt(18)) {
        case 0, 1, 2 -> logIn();
        case 3, 4, 5, 6 -> run("exit " + random.nextInt(256));
        case 7 -> run("cat");
        case 8 -> leave();
        case 9, 16 -> given = List.of(CONNECTION, SESSION, PERSISTENT).get(random.nextInt(3));
        case 10 -> gateway.keepPool(CONNECTION, new PoolLimits(random.nextInt(3), AGES));
        case 11 -> fail();
        case 12 -> heal();
        case 13 -> kill();
        case 17 -> putToRest();
        case 14 -> gates.add(engine.faults().hold(CALLS.get(random.nextInt(CALLS.size()))));
        default -> gates.forEach(Faults.Gate::open);
      }
    }

    private void logIn() {
      ConnectionHandler handler =
          gateway.connected(
              new Client(
                  new ConnectionId("c" + connections++), new RemoteAddress("192.0.2.7", 1), ""));
      Username name = new Username(random.nextBoolean() ? "alice" : "bob");
      Handover handover =
          random.nextBoolean()
              ? Handover.nothing()
              : new Handover(Map.of(), Map.of(), Map.of("/x", new HandedFile(new byte[1], false)));
      guests.add(
          new Guest(
              handler,
              handler.handshakeSucceeded(new AuthenticatedUser(name, name, handover)),
              disturbances,
              faulty));
    }

    private void run(String command) {
      if (guests.isEmpty()) {
        return;
      }
      SilentInput stdin = new SilentInput();
      inputs.add(stdin);
      Guest guest = guests.get(random.nextInt(guests.size()));
      SessionHandler session = guest.connection.openSession(guest.sessions++, new byte[0]);
      int status = command.startsWith("exit ") ? Integer.parseInt(command.substring(5)) : 0;
      programs.add(
          new Asked(
              guest,
              status,
              threads.submit(() ->
                  Run.exec(session, command, stdin).exit.get(AGES.toSeconds(), TimeUnit.SECONDS))));
    }

    private void leave() {
      if (!guests.isEmpty()) {
        guests.remove(random.nextInt(guests.size())).handler.disconnected();
      }
    }

    private void heal() {
      CALLS.forEach(engine.faults()::heal);
      faulty = false;
    }

    private void fail() {
      disturbances++;
      faulty = true;
      String call = CALLS.get(random.nextInt(CALLS.size()));
      // An engine that refuses for a reason has made nothing, which is what the port says.
      int first = "created".equals(call) ? 1 : 0;
      engine
          .faults()
          .fail(call, CODES.get(random.nextInt(first, CODES.size())), 1 + random.nextInt(3));
    }

    private void kill() throws InterruptedException {
      List<InMemoryContainer> containers = engine.containers();
      if (!containers.isEmpty()) {
        disturbances++;
        // Not by the engine's own call, which may be held.
        ContainerId id = containers.get(random.nextInt(containers.size())).id();
        killed.add(id);
        engine.vanish(id);
      }
    }

    /// Somebody else does, such as another gateway.
    private void putToRest() {
      for (InMemoryContainer container : engine.containers()) {
        if (isPersistent(container) && "running".equals(container.state())) {
          disturbances++;
          container.rest(random.nextBoolean());
        }
      }
    }

    private static boolean isPersistent(InMemoryContainer container) {
      return container.spec().labels().values().containsKey(Labels.KEY);
    }

    void end() throws Exception {
      gates.forEach(Faults.Gate::open);
      CALLS.forEach(engine.faults()::heal);
      inputs.forEach(SilentInput::close);
      for (Asked asked : programs) {
        check(asked);
      }
      for (Guest guest : guests) {
        guest.handler.disconnected();
      }
      assertThat(gateway.shutdown(AGES)).as("everything ends in time").isTrue();
      assertThat(engine.containers())
          .as("containers left behind")
          .allMatch(World::isPersistent)
          .hasSizeLessThanOrEqualTo(2);
      assertThat(
              Stream.concat(
                  events.of(ContainerStarted.class).stream()
                      .filter(ContainerStarted::kept)
                      .map(ContainerStarted::container),
                  events.of(ContainerJoined.class).stream().map(ContainerJoined::container)))
          .as("persistent containers that nobody took away")
          .filteredOn(used -> !killed.contains(used))
          .isSubsetOf(engine.containers().stream().map(InMemoryContainer::id).toList());
      assertThat(events.of(InternalFault.class)).isEmpty();
      checkOwners();
    }

    private void check(Asked asked) throws InterruptedException {
      try {
        ExitStatus status = asked.outcome().get();
        switch (status) {
          case ExitStatus.Exited(int code) when code == asked.status() -> {
            // Its own.
          }
          case ExitStatus.Lost _, ExitStatus.Signalled _ ->
              assertThat(mayFail(asked)).as("%s for no reason", status).isTrue();
          case ExitStatus.Exited(int code) -> {
            // What a container gives whose programs are killed.
            assertThat(code).as("instead of %d", asked.status()).isGreaterThan(128);
            assertThat(mayFail(asked)).isTrue();
          }
        }
      } catch (ExecutionException failed) {
        assertThat(failed.getCause()).isInstanceOf(GatewayException.class);
        assertThat(mayFail(asked)).as("%s", failed.getCause()).isTrue();
      }
    }

    private boolean mayFail(Asked asked) {
      Guest guest = asked.guest();
      return !guests.contains(guest)
          || guest.beganAmidFaults
          || guest.disturbancesBefore != disturbances;
    }

    private void checkOwners() {
      Map<ContainerId, ConnectionId> owners = new HashMap<>();
      for (ContainerClaimed claimed : events.of(ContainerClaimed.class)) {
        assertThat(owners.put(claimed.container(), claimed.connection()))
            .as("claimed before: %s", claimed.container())
            .isNull();
      }
      assertThat(events.of(ContainerStarted.class))
          .extracting(ContainerStarted::container)
          .doesNotHaveDuplicates();
    }

    @Override
    public void close() {
      gates.forEach(Faults.Gate::open);
      CALLS.forEach(engine.faults()::heal);
      inputs.forEach(SilentInput::close);
      try {
        var _ = gateway.shutdown(AGES);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      threads.close();
    }
  }
}
