package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.application.GatewayFixture.SilentInput;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the engine does not do the first time.
class RetriesTest {
  private static ExitStatus run(GatewayFixture gateway) throws Exception {
    return Run.exec(gateway.logIn().openSession(0, new byte[0]), "exit 3", "").status();
  }

  private static List<GatewayFixture> gateways() {
    return List.of(GatewayFixture.connectionMode(), GatewayFixture.sessionMode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "created"})
  void aContainerIsMadeOnceWhetherTheFirstAttemptHasMadeItOrNot(String call) throws Exception {
    for (FailureCode code : List.of(FailureCode.ENGINE_ERROR, FailureCode.ENGINE_UNREACHABLE)) {
      for (GatewayFixture gateway : gateways()) {
        gateway.engine.faults().fail(call, code, 2);

        assertThat(run(gateway)).isEqualTo(new ExitStatus.Exited(3));
        assertThat(gateway.events.of(ContainerStarted.class)).hasSize(1);
        assertThat(gateway.engine.containers()).hasSizeLessThanOrEqualTo(1);
        gateway.leave();
      }
    }
  }

  @Test
  void aStartIsTriedAgainInModeConnectionOnly() throws Exception {
    GatewayFixture connection = GatewayFixture.connectionMode();
    connection.engine.faults().fail("start", FailureCode.ENGINE_ERROR, 1);
    assertThat(run(connection)).isEqualTo(new ExitStatus.Exited(3));
    connection.leave();

    // There the program itself may have run.
    GatewayFixture session = GatewayFixture.sessionMode();
    session.engine.faults().fail("start", FailureCode.ENGINE_ERROR, 1);
    assertThatThrownBy(() -> run(session)).isInstanceOf(GatewayException.class);
    session.leave();
  }

  @Test
  void anotherSessionsContainerOfTheConfiguredNameIsNotTakenForTheOwn() throws Exception {
    BackendConfiguration plain = BackendConfiguration.of(new ImageReference("image"));
    GatewayFixture gateway =
        GatewayFixture.with(
            new BackendConfiguration(
                plain.endpoint(),
                new ContainerPerSession(List.of(), BackendConfiguration.DEFAULT_SUBSYSTEMS),
                plain.settings(),
                Optional.of("guest"),
                plain.pullPolicy(),
                plain.credentials(),
                plain.exposeMetadata(),
                plain.timeouts()));
    SshConnectionHandler connection = gateway.logIn();
    SilentInput stdin = new SilentInput();
    Run first = Run.exec(connection.openSession(0, new byte[0]), "cat", stdin);
    gateway.engine.faults().fail("create", FailureCode.ENGINE_ERROR, 1);

    SessionHandler second = connection.openSession(1, new byte[0]);
    assertThatThrownBy(() -> Run.exec(second, "exit 3", "")).isInstanceOf(GatewayException.class);

    assertThat(gateway.engine.programs()).hasSize(1);
    stdin.close();
    assertThat(first.status()).isEqualTo(new ExitStatus.Exited(0));
    gateway.leave();
  }

  @Test
  void aProgramIsNeverStartedAgain() throws Exception {
    GatewayFixture gateway = GatewayFixture.connectionMode();
    gateway.engine.faults().fail("exec", FailureCode.ENGINE_ERROR, 1);
    assertThatThrownBy(() -> run(gateway)).isInstanceOf(GatewayException.class);
    gateway.leave();
  }

  private static int attempts(FailureCode code) {
    AtomicInteger attempts = new AtomicInteger();
    assertThatThrownBy(() ->
            Retries.during(
                new Waiter(),
                () -> {
                  attempts.incrementAndGet();
                  throw GatewayException.backend(code, "always", null);
                }))
        .isInstanceOfSatisfying(
            GatewayException.class, failure -> assertThat(failure.code()).isEqualTo(code));
    return attempts.get();
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatMayPassIsTriedAgainAndNotForLong(FailureCode code) {
    int expected =
        switch (code) {
          case ENGINE_ERROR, ENGINE_UNREACHABLE -> 3;
          default -> 1;
        };
    assertThat(attempts(code)).isEqualTo(expected);
  }

  @Test
  void nothingIsTriedForWhoHasLeft() {
    Waiter waiter = new Waiter();
    AtomicInteger attempts = new AtomicInteger();
    assertThatThrownBy(() ->
            Retries.during(
                waiter,
                () -> {
                  attempts.incrementAndGet();
                  waiter.leave();
                  throw GatewayException.backend(FailureCode.ENGINE_ERROR, "once", null);
                }))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.CONNECTION_CLOSED));
    assertThat(attempts).hasValue(1);
  }
}
