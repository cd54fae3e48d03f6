package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.application.GatewayFixture.SilentInput;
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
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Labels;
import dev.berth.domain.event.GatewayEvent.ContainerJoined;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.mode.ContainerKey;
import dev.berth.domain.mode.IdleRule;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.fake.Faults;
import dev.berth.ports.fake.InMemoryContainer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Containers that stay and are shared.
class PersistentTest extends PersistentFixture {
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

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void loginsThatRaceWakeOneContainer(boolean paused) throws Exception {
    ContainerGateway second = gateway("second");
    logInAndOut("alice");
    only().rest(paused);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> runs = new ArrayList<>();
      Faults.Gate gate = engine.faults().hold(paused ? "unpause" : "start");
      for (int i = 0; i < 10; i++) {
        ContainerGateway one = i % 2 == 0 ? gateway : second;
        runs.add(
            threads.submit(() -> new Login(one, "alice", Handover.nothing()).run("echo in").out()));
      }
      await().until(() -> gate.waiting() >= 2);
      gate.open();
      for (Future<String> run : runs) {
        assertThat(run.get()).isEqualTo("in\n");
      }
    }
    assertThat(only().state()).isEqualTo("running");
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
