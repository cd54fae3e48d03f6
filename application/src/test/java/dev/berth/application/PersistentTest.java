package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.application.GatewayFixture.SilentInput;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.connection.HandedValue;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.Lease;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.domain.event.GatewayEvent.ContainerJoined;
import dev.berth.domain.event.GatewayEvent.ContainerRested;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.ContainerKey;
import dev.berth.domain.mode.IdleRule;
import dev.berth.domain.mode.IdleRule.Action;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.domain.mode.OperatingMode.Persistent;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.Leases;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import dev.berth.ports.fake.Faults;
import dev.berth.ports.fake.InMemoryContainer;
import dev.berth.ports.fake.InMemoryEngine;
import dev.berth.ports.fake.RecordedEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Containers that stay, on an engine in memory.
class PersistentTest {
  private static final Duration AGES = Duration.ofMinutes(1);
  private static final Duration OFTEN = Duration.ofMillis(200);
  private static final Duration SHORT = Duration.ofMillis(800);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final LeaseTerms OTHER = new LeaseTerms(new GatewayInstance("other"), OFTEN);
  private static final String ALICES = "berth-persistent-alice";

  private final InMemoryEngine engine = InMemoryEngine.withImage("image");
  private final RecordedEvents events = new RecordedEvents();
  private final List<ContainerGateway> gateways = new ArrayList<>();
  private volatile BackendConfiguration given = keeping(NEVER, Action.REMOVE);
  private final ContainerGateway gateway = gateway("self");

  private static BackendConfiguration keeping(Duration timeout, Action action) {
    return keeping(new IdleRule(timeout, action, 0), new ContainerKey.LoginName());
  }

  private static BackendConfiguration keeping(IdleRule rule, ContainerKey key) {
    BackendConfiguration plain = BackendConfiguration.of(new ImageReference("image"));
    return plain.withMode(
        new Persistent(
            key, Persistent.DEFAULT_PREFIX, rule, (ContainerPerConnection) plain.mode()));
  }

  private ContainerGateway gateway(String name) {
    ContainerGateway made =
        ContainerGateway.create(
            engine,
            (_, _) -> ConnectionConfiguration.of(given),
            new GatewayInstance(name),
            events,
            () -> {},
            () -> {});
    gateways.add(made);
    return made;
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (ContainerGateway each : gateways) {
      assertThat(each.shutdown(AGES)).isTrue();
    }
    assertThat(engine.leases().all())
        .noneMatch(lease -> !lease.terms().holder().equals(OTHER.holder()));
  }

  /// A connection.
  private static final class Login {
    final ConnectionHandler handler;
    final SshConnectionHandler connection;
    private long channels;

    Login(ContainerGateway gateway, String user, Handover handover) {
      handler =
          gateway.connected(
              new Client(ConnectionId.random(), new RemoteAddress("192.0.2.7", 1), ""));
      Username name = new Username(user);
      connection = handler.handshakeSucceeded(new AuthenticatedUser(name, name, handover));
    }

    SessionHandler session() {
      return connection.openSession(channels++, new byte[0]);
    }

    Run run(String command) throws Exception {
      Run run = Run.exec(session(), command, "");
      run.status();
      return run;
    }

    void leave() throws InterruptedException {
      assertThat(handler.shutdown(AGES)).isTrue();
    }
  }

  private Login login(String user) {
    return new Login(gateway, user, Handover.nothing());
  }

  private void logInAndOut(String user) throws Exception {
    Login login = login(user);
    login.run("true");
    login.leave();
  }

  private InMemoryContainer only() {
    assertThat(engine.containers()).hasSize(1);
    return engine.containers().getFirst();
  }

  private static void assertCode(FailureCode code, Login login) {
    assertThatThrownBy(() -> login.run("true"))
        .isInstanceOfSatisfying(
            GatewayException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  @Test
  void connectionsOfOneKeyShareAContainerThatStays() throws Exception {
    Login first = login("alice");
    Login second = login("alice");
    first.run("true");
    second.run("true");
    first.leave();
    assertThat(second.run("echo on").out()).isEqualTo("on\n");
    second.leave();
    login("alice").run("true");

    assertThat(only().name()).isEqualTo(ALICES);
    assertThat(only().state()).isEqualTo("running");
    assertThat(only().spec().labels().values())
        .containsEntry(Labels.MODE, "persistent")
        .containsEntry(Labels.KEY, "alice")
        .containsEntry(Labels.INSTANCE, "self")
        .doesNotContainKey(Labels.LEASE);
    assertThat(events.of(ContainerStarted.class)).hasSize(1);
    assertThat(events.of(ContainerJoined.class))
        .hasSize(2)
        .allSatisfy(joined -> assertThat(joined.container()).isEqualTo(only().id()));
  }

  @Test
  void howLongItHasNotBeenUsedIsToldUntilItIsGone() throws Exception {
    gateway.keepHouse(given, OFTEN);
    logInAndOut("alice");
    String id = only().id().brief();

    await()
        .until(() ->
            engine.leases().all().stream()
                .map(lease -> lease.idle().get(id))
                .anyMatch(idle -> idle != null && idle.compareTo(SHORT) > 0));
    engine.remove(only().id());
    await().until(() -> engine.leases().all().stream().allMatch(lease -> lease.idle().isEmpty()));
  }

  @Test
  void anotherKeyHasAnotherContainer() throws Exception {
    login("alice").run("true");
    login("Alice").run("true");
    login("al ice").run("true");

    assertThat(engine.containers())
        .extracting(InMemoryContainer::name)
        .containsExactlyInAnyOrder(ALICES, "berth-persistent-Alice", "berth-persistent-al_20ice");
  }

  @Test
  void theKeyMayBeMetadata() throws Exception {
    given = keeping(IdleRule.DEFAULT, new ContainerKey.Metadata("team"));
    Handover blue =
        new Handover(Map.of("team", new HandedValue("blue", false)), Map.of(), Map.of());
    new Login(gateway, "alice", blue).run("true");
    new Login(gateway, "bob", blue).run("true");

    assertThat(only().name()).isEqualTo("berth-persistent-blue");
    assertCode(FailureCode.CONFIGURATION_INVALID, login("carol"));
    assertCode(
        FailureCode.CONFIGURATION_INVALID,
        new Login(
            gateway,
            "dave",
            new Handover(Map.of("team", new HandedValue("blue", true)), Map.of(), Map.of())));
  }

  @Test
  void theKeyMayBeTheNameThatAuthenticationKnows() throws Exception {
    given = keeping(IdleRule.DEFAULT, new ContainerKey.AuthenticatedName());
    ConnectionHandler handler =
        gateway.connected(new Client(ConnectionId.random(), new RemoteAddress("192.0.2.7", 1), ""));
    handler
        .handshakeSucceeded(
            new AuthenticatedUser(new Username("dev"), new Username("alice"), Handover.nothing()))
        .openSession(0, new byte[0]);
    await().until(() -> engine.find(ALICES).isPresent());
    assertThat(handler.shutdown(AGES)).isTrue();
  }

  @Test
  void oneLeaseThatCannotBeTakenAwayAtTheEndDoesNotKeepTheOthers() throws Exception {
    gateway.keepHouse(given, AGES);
    await().until(() -> !engine.leases().all().isEmpty());
    logInAndOut("alice");
    engine.faults().fail("withdraw", FailureCode.ENGINE_UNREACHABLE, 1);
    assertThat(gateway.shutdown(AGES)).isTrue();

    assertThat(engine.leases().all()).containsExactly(Lease.ofUse(terms(), ALICES));
    engine.leases().withdraw(Lease.ofUse(terms(), ALICES));
  }

  private static LeaseTerms terms() {
    return new LeaseTerms(new GatewayInstance("self"), AGES);
  }

  @Test
  void loginsThatRaceEndInOneContainer() throws Exception {
    ContainerGateway second = gateway("second");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> runs = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        ContainerGateway one = i % 2 == 0 ? gateway : second;
        runs.add(
            threads.submit(() -> new Login(one, "alice", Handover.nothing()).run("echo in").out()));
      }
      for (Future<String> run : runs) {
        assertThat(run.get()).isEqualTo("in\n");
      }
    }
    assertThat(only().name()).isEqualTo(ALICES);
  }

  @Test
  void whatIsHandedOnGoesToEachConnectionsProgramsAndFiles() throws Exception {
    Handover hers =
        new Handover(
            Map.of(),
            Map.of("TOKEN", new HandedValue("one", true)),
            Map.of("/f", new HandedFile("1".getBytes(StandardCharsets.UTF_8), false)));
    Handover later =
        new Handover(
            Map.of(),
            Map.of("TOKEN", new HandedValue("two", true)),
            Map.of("/f", new HandedFile("2".getBytes(StandardCharsets.UTF_8), false)));

    assertThat(new Login(gateway, "alice", hers).run("printenv TOKEN; cat /f").out())
        .isEqualTo("one\n1");
    assertThat(new Login(gateway, "alice", later).run("printenv TOKEN; cat /f").out())
        .isEqualTo("two\n2");
    assertThat(only().spec().environment()).isEqualTo(Environment.empty());
  }

  @ParameterizedTest
  @EnumSource
  void whatNobodyUsesIsPutToRestAndWokenByTheNextLogin(Action action) throws Exception {
    given = keeping(SHORT, action);
    gateway.keepHouse(given, OFTEN);
    Login login = login("alice");
    login.run("true");
    only().files().put("/kept", new HandedFile("k".getBytes(StandardCharsets.UTF_8), false));
    // Used for longer than it may be idle.
    login.run("sleep 1");
    assertThat(events.of(ContainerRested.class)).isEmpty();
    login.leave();

    String rested =
        switch (action) {
          case REMOVE -> "none";
          case STOP -> "exited";
          case PAUSE -> "paused";
        };
    await()
        .until(() -> rested.equals(engine.find(ALICES).map(found -> found.state()).orElse("none")));
    await().until(() -> !events.of(ContainerRested.class).isEmpty());
    assertThat(events.of(ContainerRested.class))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.action()).isEqualTo(action);
          assertThat(event.idle()).isGreaterThanOrEqualTo(SHORT);
        });
    // Nothing shows that it is used, and it is not put to rest again.
    await().until(() -> engine.leases().all().stream().noneMatch(lease -> lease.isUseOf(ALICES)));

    assertThat(login("alice").run("cat /kept").out()).isEqualTo(action == Action.REMOVE ? "" : "k");
    assertThat(only().state()).isEqualTo("running");
  }

  @Test
  void whatAnotherGatewayUsesIsNotPutToRest() throws Exception {
    given = keeping(SHORT, Action.REMOVE);
    ContainerGateway second = gateway("second");
    gateway.keepHouse(given, OFTEN);
    second.keepHouse(given, OFTEN);
    Login there = new Login(second, "alice", Handover.nothing());
    there.run("true");
    logInAndOut("alice");

    // This one has had its time, and leaves it to the other.
    await()
        .until(() ->
            engine.leases().all().stream()
                .filter(lease -> lease.isUseOf(ALICES))
                .map(lease -> lease.terms().holder().name())
                .toList()
                .equals(List.of("second")));
    there.run("sleep 1");
    assertThat(only().state()).isEqualTo("running");
    there.leave();
    await().until(() -> engine.containers().isEmpty());
  }

  @Test
  void whatADeadGatewayUsedIsPutToRestOnceItIsKnownToBeDead() throws Exception {
    given = keeping(SHORT, Action.STOP);
    logInAndOut("alice");
    engine.leases().grant(new Lease(OTHER, "1"));
    engine.leases().grant(Lease.ofUse(OTHER, ALICES));
    gateway.keepHouse(given, OFTEN);

    await().until(() -> "exited".equals(only().state()));
    assertThat(events.of(ContainerRested.class)).hasSize(1);
    await()
        .until(() ->
            engine.leases().all().stream()
                .noneMatch(lease -> lease.terms().holder().equals(OTHER.holder())));
  }

  @Test
  void loginsWaitWhileAnotherGatewayPutsTheirContainerToRest() throws Exception {
    gateway.keepHouse(given, AGES);
    await().until(() -> !engine.leases().all().isEmpty());
    Lease rest = Lease.ofRest(OTHER, ALICES);
    engine.leases().grant(rest);
    Faults.Gate gate = engine.faults().hold("find");
    Login login = login("alice");
    await().until(() -> engine.leases().all().stream().anyMatch(lease -> lease.isUseOf(ALICES)));
    Login second = login("alice");
    await().during(Duration.ofMillis(400)).until(() -> gate.waiting() == 0);
    engine.leases().withdraw(rest);
    gate.awaitReached();
    gate.open();

    assertThat(login.run("echo in").out()).isEqualTo("in\n");
    assertThat(second.run("echo in").out()).isEqualTo("in\n");
  }

  @Test
  void aLoginWaitsWhileItsOwnGatewayPutsItsContainerToRest() throws Exception {
    given = keeping(SHORT, Action.STOP);
    gateway.keepHouse(given, OFTEN);
    Faults.Gate gate = engine.faults().hold("stop");
    logInAndOut("alice");
    gate.awaitReached();
    Login login = login("alice");
    assertThat(login.connection).isNotNull();
    gate.open();

    assertThat(login.run("echo in").out()).isEqualTo("in\n");
    assertThat(only().state()).isEqualTo("running");
  }

  @Test
  void aGatewayThatSeesAUserComeLetsHimGoFirst() throws Exception {
    given = keeping(SHORT, Action.REMOVE);
    logInAndOut("alice");
    Leases theirs = engine.leases();
    // The user comes right after it was shown that the container is about to be put to rest.
    Leases leases =
        new Leases() {
          @Override
          public void grant(Lease lease) throws InterruptedException {
            theirs.grant(lease);
            if (lease.isRestOf(ALICES)) {
              theirs.grant(Lease.ofUse(OTHER, ALICES));
            }
          }

          @Override
          public void withdraw(Lease lease) throws InterruptedException {
            theirs.withdraw(lease);
          }

          @Override
          public List<Lease> all() throws InterruptedException {
            return theirs.all();
          }
        };
    LeaseTerms own = new LeaseTerms(new GatewayInstance("third"), OFTEN);
    Residents residents = new Residents(engine, leases, own, new Uses(), events);
    Sweep.Findings nobody =
        new Sweep.Findings(List.of(), List.of(), List.of(), List.of(), Set.of());

    await()
        .until(() -> {
          residents.tend(nobody);
          return theirs.all().contains(Lease.ofUse(OTHER, ALICES));
        });

    assertThat(theirs.all()).containsExactly(Lease.ofUse(OTHER, ALICES));
    assertThat(only().state()).isEqualTo("running");
    assertThat(events.of(ContainerRested.class)).isEmpty();
  }

  @Test
  void aLeaseThatWasPrunedIsLeftAgain() throws Exception {
    gateway.keepHouse(given, OFTEN);
    login("alice").run("true");
    Lease use =
        engine.leases().all().stream()
            .filter(lease -> lease.isUseOf(ALICES))
            .findFirst()
            .orElseThrow();
    engine.leases().withdraw(use);

    await().until(() -> engine.leases().all().contains(use));
  }

  @Test
  void processesThatWorkKeepItAwake() throws Exception {
    given = keeping(new IdleRule(SHORT, Action.STOP, 0.5), new ContainerKey.LoginName());
    gateway.keepHouse(given, OFTEN);
    logInAndOut("alice");
    long end = System.nanoTime() + SHORT.multipliedBy(4).toNanos();
    long last = System.nanoTime();
    while (System.nanoTime() < end) {
      Thread.sleep(5);
      only().work(Duration.ofNanos(System.nanoTime() - last));
      last = System.nanoTime();
    }
    assertThat(events.of(ContainerRested.class)).isEmpty();

    await().until(() -> "exited".equals(only().state()));
  }

  @Test
  void oneThatNeverStartedIsRemovedWhateverIsToBecomeOfIt() throws Exception {
    given = keeping(SHORT, Action.PAUSE);
    Login login = login("alice");
    login.run("true");
    ContainerSpec spec = only().spec();
    login.leave();
    engine.remove(only().id());
    engine.create(spec);
    gateway.keepHouse(given, OFTEN);

    await().until(() -> engine.containers().isEmpty());
    await()
        .untilAsserted(() ->
            assertThat(events.of(ContainerRested.class))
                .extracting(ContainerRested::action)
                .containsExactly(Action.REMOVE));
  }

  @Test
  void whatNeverStartedDoesNotStayAndTheNextLoginMakesAnother() throws Exception {
    engine.faults().fail("start", FailureCode.CONTAINER_COMMAND);
    Login login = login("alice");
    assertCode(FailureCode.CONTAINER_COMMAND, login);
    await().until(() -> engine.containers().isEmpty());
    engine.faults().heal("start");

    assertThat(login("alice").run("echo in").out()).isEqualTo("in\n");
  }

  @Test
  void whatCannotBeWokenStays() throws Exception {
    logInAndOut("alice");
    engine.stop(only().id());
    engine.faults().fail("start", FailureCode.ENGINE_ERROR);
    assertCode(FailureCode.ENGINE_ERROR, login("alice"));
    engine.faults().heal("start");

    assertThat(only().state()).isEqualTo("exited");
    assertThat(login("alice").run("echo in").out()).isEqualTo("in\n");
  }

  @Test
  void oneThatWasStoppedUnderALivingConnectionIsWokenByItsNextProgram() throws Exception {
    Login login = login("alice");
    login.run("true");
    engine.stop(only().id());

    assertThat(login.run("echo again").out()).isEqualTo("again\n");
    engine.remove(only().id());
    assertThat(login.run("echo anew").out()).isEqualTo("anew\n");
  }

  @Test
  void somebodyElsesContainerOfThatNameIsNotTouched() throws Exception {
    engine.startResident(
        engine.create(
            new ContainerSpec(
                ALICES,
                ContainerSettings.of(new ImageReference("image")),
                new ContainerRole.Resident(List.of("cat")),
                Environment.empty(),
                new Labels(Map.of()))));

    assertCode(FailureCode.CONTAINER_NAME_CONFLICT, login("alice"));
    assertThat(only().state()).isEqualTo("running");
  }

  @Test
  void programsAreToldThatTheirClientIsGoneButNotEnded() throws Exception {
    Login login = login("alice");
    SilentInput stdin = new SilentInput();
    Run.exec(login.session(), "read", stdin);
    login.leave();

    assertThat(engine.programs().getLast().signals()).containsExactly(new Signal("HUP"));
    stdin.close();
  }

  @Test
  void aUserIsToldThatAContainerIsOfAnOlderConfiguration() throws Exception {
    Login login = login("alice");
    assertThat(atTerminal(login)).isEqualTo("on\n");
    login.leave();
    given =
        given.withSettings(
            new ContainerSettings(
                new ImageReference("image"),
                new EngineFields(Map.of("WorkingDir", "/srv")),
                EngineFields.none(),
                EngineFields.none(),
                EngineFields.none()));

    Login later = login("alice");
    assertThat(atTerminal(later)).contains("older configuration").endsWith("on\n");
    assertThat(later.run("echo plain").out()).isEqualTo("plain\n");
    later.leave();
    engine.remove(only().id());
    assertThat(atTerminal(login("alice"))).isEqualTo("on\n");
  }

  private static String atTerminal(Login login) throws Exception {
    SessionHandler session = login.session();
    session.pty(new Terminal("xterm", WindowSize.of(80, 24)));
    Run run = Run.exec(session, "echo on", "");
    assertThat(run.status()).isEqualTo(new ExitStatus.Exited(0));
    return run.out();
  }
}
