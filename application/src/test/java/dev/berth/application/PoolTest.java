package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.configuration.PoolLimits;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.connection.HandedValue;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Labels;
import dev.berth.domain.event.GatewayEvent.ContainerClaimed;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.event.GatewayEvent.ContainerSwept;
import dev.berth.domain.event.GatewayEvent.PoolNotFilled;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import dev.berth.ports.fake.Faults;
import dev.berth.ports.fake.InMemoryContainer;
import dev.berth.ports.fake.InMemoryEngine;
import dev.berth.ports.fake.RecordedEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Containers that are started in advance, on an engine in memory.
class PoolTest {
  private static final Duration AGES = Duration.ofMinutes(1);
  private static final Username ALICE = new Username("alice");
  private static final BackendConfiguration BACKEND =
      BackendConfiguration.of(new ImageReference("image"));
  private static final PoolLimits TWO = new PoolLimits(2, AGES);

  private final InMemoryEngine engine = InMemoryEngine.withImage("image");
  private final RecordedEvents events = new RecordedEvents();
  private volatile BackendConfiguration given = BACKEND;
  private final ContainerGateway gateway =
      ContainerGateway.create(
          engine,
          (client, user) -> ConnectionConfiguration.of(given),
          new GatewayInstance("self"),
          events,
          () -> {},
          () -> {});

  @AfterEach
  void stop() throws InterruptedException {
    assertThat(gateway.shutdown(AGES)).isTrue();
    assertThat(engine.containers()).isEmpty();
  }

  /// A connection of alice's.
  private final class Login {
    final String id;
    final ConnectionHandler handler;
    final SshConnectionHandler connection;

    Login(String id, Handover handover) {
      this.id = id;
      handler =
          gateway.connected(
              new Client(new ConnectionId(id), new RemoteAddress("192.0.2.7", 1), ""));
      connection = handler.handshakeSucceeded(new AuthenticatedUser(ALICE, ALICE, handover));
    }

    Run run(String command) throws Exception {
      Run run = Run.exec(connection.openSession(0, new byte[0]), command, "");
      run.status();
      return run;
    }

    /// Where it is.
    ContainerId container() {
      List<ContainerId> claimed =
          events.of(ContainerClaimed.class).stream()
              .filter(event -> event.connection().value().equals(id))
              .map(ContainerClaimed::container)
              .toList();
      return claimed.isEmpty()
          ? events.of(ContainerStarted.class).stream()
              .filter(event -> event.connection().value().equals(id))
              .map(ContainerStarted::container)
              .toList()
              .getFirst()
          : claimed.getFirst();
    }

    void leave() throws InterruptedException {
      assertThat(handler.shutdown(AGES)).isTrue();
    }
  }

  private Login login(String id) {
    return new Login(id, Handover.nothing());
  }

  private Set<String> waiting() {
    return engine.containers().stream()
        .filter(c -> c.spec().labels().values().containsKey(Labels.POOL))
        .map(c -> c.id().value())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void awaitStarted(int count) {
    await().until(() -> events.of(ContainerStarted.class).size() >= count);
    await().until(() -> waiting().size() == count);
  }

  private InMemoryContainer container(ContainerId id) {
    return engine.containers().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void aLoginTakesOneThatWaitsAndNobodyElseGetsIt() throws Exception {
    gateway.keepPool(BACKEND, TWO);
    awaitStarted(2);
    Set<String> before = waiting();

    Login first = login("first");
    Login second = login("second");
    first.run("true");
    second.run("true");

    assertThat(first.container()).isNotEqualTo(second.container());
    assertThat(before).contains(first.container().value(), second.container().value());
    await().until(() -> waiting().size() == 4);
    first.leave();
    assertThat(waiting()).doesNotContain(first.container().value()).hasSize(3);
    second.leave();
  }

  @Test
  void whoseItIsComesWhenItIsTaken() throws Exception {
    gateway.keepPool(BACKEND, TWO);
    awaitStarted(2);
    Handover handover =
        new Handover(
            Map.of(),
            Map.of("TOKEN", new HandedValue("s3cret", true)),
            Map.of("/etc/team", new HandedFile("blue".getBytes(StandardCharsets.UTF_8), false)));
    Login login = new Login("0123456789abcdef0123456789abcdef", handover);

    assertThat(login.run("printenv TOKEN").out()).isEqualTo("s3cret\n");

    InMemoryContainer taken = container(login.container());
    assertThat(taken.files()).containsOnlyKeys("/etc/team");
    await().until(() -> taken.name().equals("berth-0123456789abcdef0123456789abcdef-alice"));
    assertThat(taken.spec().labels().values())
        .containsKey(Labels.INSTANCE)
        .doesNotContainKey(Labels.USERNAME);
    login.leave();
  }

  @Test
  void whatIsGivenToProgramsMayDiffer() throws Exception {
    gateway.keepPool(BACKEND, TWO);
    awaitStarted(2);
    given =
        BACKEND.withMode(
            new ContainerPerConnection(
                BackendConfiguration.DEFAULT_IDLE_COMMAND, List.of("/bin/zsh"), Map.of()));
    Login login = login("other-shell");
    login.run("true");
    assertThat(events.of(ContainerClaimed.class)).hasSize(1);
    login.leave();
  }

  @Test
  void whoGetsOtherContainersGoesPastThePool() throws Exception {
    gateway.keepPool(BACKEND, TWO);
    awaitStarted(2);
    List<BackendConfiguration> others =
        List.of(
            BACKEND.withSettings(
                new ContainerSettings(
                    new ImageReference("image"),
                    EngineFields.none(),
                    new EngineFields(Map.of("Memory", 1_000_000L)),
                    EngineFields.none(),
                    EngineFields.none())),
            BACKEND.withMode(
                new ContainerPerConnection(List.of("/idle"), List.of("/bin/bash"), Map.of())));
    for (int i = 0; i < others.size(); i++) {
      given = others.get(i);
      Login login = login("other" + i);
      login.run("true");
      login.leave();
    }
    assertThat(events.of(ContainerClaimed.class)).isEmpty();
    assertThat(waiting()).hasSize(2);
  }

  @Test
  void onesThatEndAreReplacedAndNobodyGetsThem() throws Exception {
    gateway.keepPool(BACKEND, TWO);
    awaitStarted(2);
    Set<String> before = waiting();
    for (String id : before) {
      engine.remove(new ContainerId(id));
    }
    await().until(() -> waiting().size() == 2);
    assertThat(waiting()).doesNotContainAnyElementsOf(before);
    Login login = login("later");
    assertThat(login.run("echo hi").out()).isEqualTo("hi\n");
    login.leave();
  }

  @Test
  void unusedItShrinksToOneAndGrowsWithTheNextLogin() throws Exception {
    gateway.keepPool(BACKEND, new PoolLimits(3, Duration.ofSeconds(1)));
    await().until(() -> events.of(ContainerStarted.class).size() >= 3);
    await().until(() -> events.of(ContainerStarted.class).size() >= 5);
    await().until(() -> waiting().size() == 1);

    Login login = login("later");
    login.run("true");

    await().until(() -> waiting().size() == 4);
    login.leave();
  }

  @Test
  void onesThatEndAtOnceAreNotStartedAgainAndAgain() throws Exception {
    ContainerGateway other =
        ContainerGateway.create(
            engine,
            (client, user) -> ConnectionConfiguration.of(given),
            new GatewayInstance("other"),
            event -> {
              events.emit(event);
              if (event instanceof ContainerStarted started) {
                engine.vanish(started.container());
              }
            },
            () -> {},
            () -> {});
    long begun = System.nanoTime();
    other.keepPool(BACKEND, new PoolLimits(1, AGES));

    await().until(() -> events.of(ContainerStarted.class).size() == 3);

    // After the first a pause of one second, after the second one of two.
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(3));
    assertThat(events.of(PoolNotFilled.class))
        .singleElement()
        .extracting(PoolNotFilled::cause)
        .asString()
        .contains("idleCommand");
    assertThat(other.shutdown(AGES)).isTrue();
  }

  @Test
  void aLaunchThatEndsInAnErrorDoesNotEndThePool() throws Exception {
    engine.faults().fail("create", new StackOverflowError("made by the test"));
    gateway.keepPool(BACKEND, TWO);

    awaitStarted(2);
    assertThat(events.of(PoolNotFilled.class)).hasSize(1);
  }

  @Test
  void withoutAnEngineLoginsSayWhyAndThePoolComesBack() throws Exception {
    engine.faults().fail("create", FailureCode.ENGINE_UNREACHABLE);
    gateway.keepPool(BACKEND, TWO);
    await().until(() -> !events.of(PoolNotFilled.class).isEmpty());
    Login unlucky = login("unlucky");
    assertThatThrownBy(() -> unlucky.run("true"))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.ENGINE_UNREACHABLE));

    engine.faults().heal("create");

    await().until(() -> waiting().size() == 2);
    assertThat(events.of(PoolNotFilled.class)).hasSize(1);
    // Its end is not waited for here: it looks for a while for what the engine may have made.
    unlucky.handler.disconnected();
  }

  @Test
  void oneThatCannotBeMadeReadyIsRemoved() throws Exception {
    gateway.keepPool(BACKEND, TWO);
    awaitStarted(2);
    engine.faults().fail("placeFiles", FailureCode.ENGINE_ERROR);
    Login login =
        new Login(
            "unlucky",
            new Handover(Map.of(), Map.of(), Map.of("/x", new HandedFile(new byte[1], false))));
    assertThatThrownBy(() -> login.run("true"))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.ENGINE_ERROR));
    login.leave();
    await().until(() -> waiting().size() == 2);
  }

  @Test
  void anotherConfigurationReplacesThoseThatWaitAndNotThoseThatWereTaken() throws Exception {
    gateway.keepPool(BACKEND, TWO);
    awaitStarted(2);
    Login login = login("stays");
    login.run("true");
    await().until(() -> waiting().size() == 3);
    Set<String> before = waiting();

    gateway.keepPool(BACKEND, TWO);
    assertThat(waiting()).isEqualTo(before);
    gateway.keepPool(BACKEND, PoolLimits.NONE);

    await().untilAsserted(() -> assertThat(waiting()).containsExactly(login.container().value()));
    assertThat(login.run("echo hi").out()).isEqualTo("hi\n");
    login.leave();
  }

  @Test
  void theSweepTakesNoneOfThem() throws Exception {
    Duration often = Duration.ofMillis(50);
    gateway.keepHouse(BACKEND, often);
    await().until(() -> !engine.leases().all().isEmpty());
    gateway.keepPool(BACKEND, TWO);
    awaitStarted(2);
    Login login = login("stays");
    login.run("true");
    await().until(() -> waiting().size() == 3);
    assertThat(container(login.container()).spec().labels().values()).containsKey(Labels.LEASE);
    int mark = mark();
    // Several times as long as a sweep needs to be sure.
    await().until(() -> mark() >= mark + 10);
    assertThat(waiting()).hasSize(3);
    login.leave();
    assertThat(events.of(ContainerSwept.class)).isEmpty();
  }

  private int mark() throws InterruptedException {
    return engine.leases().all().stream()
        .mapToInt(lease -> Integer.parseInt(lease.mark()))
        .max()
        .orElse(0);
  }

  @Test
  void noneIsStartedWhileSomebodyWaitsForAnOwnOne() throws Exception {
    Faults.Gate gate = engine.faults().hold("create");
    Login login = login("first");
    gate.awaitReached();
    gateway.keepPool(BACKEND, TWO);

    // Less than a pool waits at most, and much more than it takes to reach the engine.
    await().during(Duration.ofMillis(500)).until(() -> gate.waiting() == 1);

    gate.open();
    login.run("true");
    await().until(() -> waiting().size() == 2);
    login.leave();
  }

  @Test
  void oneThatIsBeingMadeAtTheEndIsRemovedToo() throws Exception {
    Faults.Gate gate = engine.faults().hold("created");
    gateway.keepPool(BACKEND, TWO);
    gate.awaitReached();
    assertThat(gateway.shutdown(Duration.ofMillis(100))).isFalse();
    gate.open();
    assertThat(gateway.shutdown(AGES)).isTrue();
  }
}
