package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.application.GatewayFixture.SilentInput;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.connection.HandedValue;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.PullPolicy;
import dev.berth.domain.event.GatewayEvent.BackendFailed;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import dev.berth.ports.fake.Faults;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How containers come to be, and that none stays, whenever the client leaves and whatever fails.
class LaunchTest {
  @Test
  void inConnectionModeAllSessionsShareOneContainer() throws Exception {
    GatewayFixture gateway = GatewayFixture.connectionMode();
    SshConnectionHandler connection = gateway.logIn();

    Run.exec(connection.openSession(0, new byte[0]), "true", "").status();
    Run.exec(connection.openSession(1, new byte[0]), "true", "").status();

    assertThat(gateway.engine.containers()).hasSize(1);
    gateway.leave();
  }

  @Test
  void inSessionModeEachSessionHasAContainerThatGoesWithIt() throws Exception {
    GatewayFixture gateway = GatewayFixture.sessionMode();
    SshConnectionHandler connection = gateway.logIn();
    try (SilentInput stdin = new SilentInput()) {
      Run.exec(connection.openSession(0, new byte[0]), "cat", stdin);
      SessionHandler second = connection.openSession(1, new byte[0]);
      Run.exec(second, "cat", stdin);
      assertThat(gateway.engine.containers()).hasSize(2);

      assertThat(second.shutdown(GatewayFixture.SOON)).isTrue();

      assertThat(gateway.engine.containers()).hasSize(1);
    }
    gateway.leave();
  }

  @Test
  void labelsSayWhoseAContainerIs() throws Exception {
    GatewayFixture gateway = GatewayFixture.connectionMode();
    Run.exec(gateway.logIn().openSession(0, new byte[0]), "true", "").status();

    assertThat(gateway.engine.containers())
        .singleElement()
        .satisfies(container ->
            assertThat(container.spec().labels().values())
                .containsEntry(Labels.CONNECTION_ID, "c0ffee")
                .containsEntry(Labels.CLIENT_IP, "192.0.2.7")
                .containsEntry(Labels.USERNAME, "alice")
                .containsKey(Labels.INSTANCE));
    gateway.leave();
  }

  @Test
  void whatAuthenticationHandsOnBecomesEnvironment() throws Exception {
    GatewayFixture gateway = GatewayFixture.connectionMode();
    Username alice = new Username("alice");
    Handover handover =
        new Handover(
            Map.of("TEAM", new HandedValue("blue", false)),
            Map.of("TOKEN", new HandedValue("s3cret", true)),
            Map.of());
    SshConnectionHandler connection =
        gateway.handler.handshakeSucceeded(new AuthenticatedUser(alice, alice, handover));

    Run run = Run.exec(connection.openSession(0, new byte[0]), "printenv TOKEN; printenv TEAM", "");

    run.status();
    assertThat(run.out()).as("metadata is not exposed by default").isEqualTo("s3cret\n\n");
    gateway.leave();
  }

  @Test
  void moreThanFitsIntoAnEnvironmentIsNobodysMistakeButWhoHandedItOn() throws Exception {
    Map<String, HandedValue> many =
        IntStream.range(0, Environment.MAX_VARIABLES + 1)
            .boxed()
            .collect(Collectors.toMap(i -> "V" + i, _ -> new HandedValue("x", true)));
    GatewayFixture gateway = GatewayFixture.connectionMode();
    Username alice = new Username("alice");
    SessionHandler session =
        gateway
            .handler
            .handshakeSucceeded(
                new AuthenticatedUser(alice, alice, new Handover(Map.of(), many, Map.of())))
            .openSession(0, new byte[0]);
    assertThatThrownBy(() -> Run.exec(session, "true", ""))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.CONFIGURATION_INVALID));
    gateway.leave();
  }

  @Test
  void filesAreWrittenBeforeTheFirstProgramStarts() throws Exception {
    for (GatewayFixture gateway :
        List.of(GatewayFixture.connectionMode(), GatewayFixture.sessionMode())) {
      SshConnectionHandler connection = gateway.handler.handshakeSucceeded(withFile());
      Run run = Run.exec(connection.openSession(0, new byte[0]), "cat /etc/token", "");
      run.status();
      assertThat(run.out()).isEqualTo("t0ken");
      gateway.leave();
    }
  }

  @Test
  void filesThatCannotBeWrittenLeaveNoContainer() throws Exception {
    for (GatewayFixture gateway :
        List.of(GatewayFixture.connectionMode(), GatewayFixture.sessionMode())) {
      gateway.engine.faults().fail("placeFiles", FailureCode.CONTAINER_CONFIGURATION);
      SshConnectionHandler connection = gateway.handler.handshakeSucceeded(withFile());
      SessionHandler session = connection.openSession(0, new byte[0]);
      assertThatThrownBy(() -> Run.exec(session, "cat /etc/token", ""))
          .isInstanceOfSatisfying(
              GatewayException.class,
              failure -> assertThat(failure.code()).isEqualTo(FailureCode.CONTAINER_CONFIGURATION));
      assertThat(gateway.engine.programs()).isEmpty();
      gateway.leave();
    }
  }

  private static AuthenticatedUser withFile() {
    Username alice = new Username("alice");
    HandedFile file = new HandedFile("t0ken".getBytes(StandardCharsets.UTF_8), true);
    return new AuthenticatedUser(
        alice, alice, new Handover(Map.of(), Map.of(), Map.of("/etc/token", file)));
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureCode.class,
      names = {
        "CONTAINER_NAME_CONFLICT",
        "CONTAINER_CONFIGURATION",
        "ENGINE_UNREACHABLE",
        "ENGINE_TIMEOUT",
        "ENGINE_ERROR"
      })
  void aFailedCreateTellsTheUserOnlyTheCode(FailureCode code) throws Exception {
    GatewayFixture gateway = GatewayFixture.connectionMode();
    gateway.engine.faults().fail("create", code);
    SessionHandler session = gateway.logIn().openSession(0, new byte[0]);

    assertThatThrownBy(() -> Run.exec(session, "true", ""))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(code);
              assertThat(failure.userMessage()).isEqualTo("Failed to initialize SSH session.");
            });
    assertThat(gateway.events.of(BackendFailed.class))
        .anySatisfy(failed -> assertThat(failed.message()).isEqualTo("the test made create fail"));
    assertThat(gateway.engine.containers()).isEmpty();
  }

  @Test
  void aContainerWhoseCreationGotNoAnswerIsFoundAndRemoved() throws Exception {
    GatewayFixture gateway = GatewayFixture.connectionMode();
    gateway.engine.faults().fail("created", FailureCode.ENGINE_TIMEOUT);
    SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
    assertThatThrownBy(() -> Run.exec(session, "true", "")).isInstanceOf(GatewayException.class);

    gateway.leave();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aContainerThatDoesNotStartIsRemoved(boolean connectionMode) throws Exception {
    GatewayFixture gateway =
        connectionMode ? GatewayFixture.connectionMode() : GatewayFixture.sessionMode();
    gateway.engine.faults().fail("start", FailureCode.CONTAINER_COMMAND);
    SessionHandler session = gateway.logIn().openSession(0, new byte[0]);

    assertThatThrownBy(() -> Run.exec(session, "true", "")).isInstanceOf(GatewayException.class);

    gateway.leave();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pull", "create", "created", "start", "exec"})
  void aClientThatLeavesWhileLaunchingLeavesNothing(String call) throws Exception {
    GatewayFixture gateway =
        GatewayFixture.with(
            BackendConfiguration.of(new ImageReference("image")).withPullPolicy(PullPolicy.ALWAYS));
    gateway.engine.offer("image");
    leaveAt(gateway, call);
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "created", "start"})
  void aClientThatLeavesWhileASessionsContainerStartsLeavesNothing(String call) throws Exception {
    leaveAt(GatewayFixture.sessionMode(), call);
  }

  private static void leaveAt(GatewayFixture gateway, String call) throws Exception {
    Faults.Gate gate = gateway.engine.faults().hold(call);
    SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
    CompletableFuture<Void> start =
        CompletableFuture.runAsync(
            () -> {
              try (SilentInput stdin = new SilentInput()) {
                Run.exec(session, "cat", stdin);
              } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
              }
            },
            Thread::startVirtualThread);
    gate.awaitReached();

    gateway.handler.disconnected();
    gate.open();

    try {
      start.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException refused) {
      assertThat(refused.getCause()).isInstanceOf(GatewayException.class);
    }
    gateway.leave();
  }

  @Test
  void aMissingImageIsPulledUnlessThePolicyIsNever() throws Exception {
    GatewayFixture willing = gatewayFor("remote", PullPolicy.IF_NOT_PRESENT);
    willing.engine.offer("remote");
    SessionHandler session = willing.logIn().openSession(0, new byte[0]);
    assertThat(Run.exec(session, "true", "").status()).isEqualTo(new ExitStatus.Exited(0));
    willing.leave();

    GatewayFixture unwilling = gatewayFor("remote", PullPolicy.NEVER);
    unwilling.engine.offer("remote");
    SessionHandler refused = unwilling.logIn().openSession(0, new byte[0]);
    assertThatThrownBy(() -> Run.exec(refused, "true", ""))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_MISSING));
    unwilling.leave();
  }

  @Test
  void anImageThatIsThereIsNotPulledUnlessThePolicyIsAlways() throws Exception {
    for (PullPolicy policy : new PullPolicy[] {PullPolicy.IF_NOT_PRESENT, PullPolicy.NEVER}) {
      GatewayFixture gateway = gatewayFor("image", policy);
      gateway.engine.faults().fail("pull", FailureCode.PULL_FAILED);
      SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
      assertThat(Run.exec(session, "true", "").status()).isEqualTo(new ExitStatus.Exited(0));
      gateway.leave();
    }
    GatewayFixture always = gatewayFor("image", PullPolicy.ALWAYS);
    always.engine.faults().fail("pull", FailureCode.PULL_FAILED);
    SessionHandler session = always.logIn().openSession(0, new byte[0]);
    assertThatThrownBy(() -> Run.exec(session, "true", ""))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.PULL_FAILED));
    always.leave();
  }

  @Test
  void removalIsTriedAgainUntilItWorks() throws Exception {
    GatewayFixture gateway = GatewayFixture.connectionMode();
    gateway.engine.faults().fail("remove", FailureCode.ENGINE_UNREACHABLE, 3);
    SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
    Run.exec(session, "true", "").status();

    gateway.leave();
  }

  @Test
  void callsToTheEngineAndFailedOnesAreCounted() throws Exception {
    GatewayFixture gateway = GatewayFixture.connectionMode();
    Run.exec(gateway.logIn().openSession(0, new byte[0]), "true", "").status();
    gateway.leave();

    assertThat(gateway.requests).as("create, start, exec, remove").hasValue(4);
    assertThat(gateway.failures).hasValue(0);

    GatewayFixture failing = GatewayFixture.connectionMode();
    failing.engine.faults().fail("start", FailureCode.CONTAINER_COMMAND);
    SessionHandler session = failing.logIn().openSession(0, new byte[0]);
    assertThatThrownBy(() -> Run.exec(session, "true", "")).isInstanceOf(GatewayException.class);
    failing.leave();
    assertThat(failing.requests).as("create, start, remove").hasValue(3);
    assertThat(failing.failures).hasValue(1);
  }

  @Test
  void aClosedConnectionOpensNoSessions() throws Exception {
    GatewayFixture gateway = GatewayFixture.connectionMode();
    SshConnectionHandler connection = gateway.logIn();
    gateway.leave();

    assertThatThrownBy(() -> connection.openSession(0, new byte[0]))
        .isInstanceOf(GatewayException.class);
  }

  @Test
  void aClientThatLeavesBeforeItLogsInCostsNothing() throws Exception {
    GatewayFixture gateway = GatewayFixture.connectionMode();

    gateway.leave();

    assertThat(gateway.requests).hasValue(0);
  }

  private static GatewayFixture gatewayFor(String image, PullPolicy policy) {
    return GatewayFixture.with(
        BackendConfiguration.of(new ImageReference(image)).withPullPolicy(policy));
  }
}
