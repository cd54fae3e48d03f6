package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.application.GatewayFixture.SilentInput;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import dev.berth.ports.fake.InMemoryProgram;
import org.junit.jupiter.api.Test;

/// What programs leave behind in a connection that goes on.
class LeftoversTest {
  private static final String BACKGROUND = "sleep 60 &";

  private final GatewayFixture gateway = GatewayFixture.connectionMode();
  private final SshConnectionHandler connection = gateway.logIn();

  private InMemoryProgram run(SessionHandler session) throws Exception {
    assertThat(Run.exec(session, BACKGROUND, "").status()).isEqualTo(new ExitStatus.Exited(0));
    return gateway.engine.programs().getLast();
  }

  @Test
  void endsSoonAfterItsProgramAndNothingElseDoes() throws Exception {
    try (SilentInput stdin = new SilentInput()) {
      Run other = Run.exec(connection.openSession(0, new byte[0]), "cat", stdin);

      InMemoryProgram program = run(connection.openSession(1, new byte[0]));

      await().until(() -> !program.hasLeftSomething());
      assertThat(other.exit).isNotDone();
    }
    gateway.leave();
  }

  @Test
  void isKilledIfItDoesNotGo() throws Exception {
    SessionHandler session = connection.openSession(0, new byte[0]);
    session.env("IGNORE_HUP", "1");
    session.env("IGNORE_TERM", "1");

    InMemoryProgram program = run(session);

    await().until(() -> !program.hasLeftSomething());
    gateway.leave();
  }

  @Test
  void isEndedEvenIfTheEngineIsAwayForAMoment() throws Exception {
    gateway.engine.faults().fail("signalRemains", FailureCode.ENGINE_UNREACHABLE, 2);

    InMemoryProgram program = run(connection.openSession(0, new byte[0]));

    await().until(() -> !program.hasLeftSomething());
    gateway.leave();
  }

  @Test
  void isEndedForEveryOneOfManyPrograms() throws Exception {
    for (int i = 0; i < 150; i++) {
      run(connection.openSession(i, new byte[0]));
    }

    await()
        .until(
            () -> gateway.engine.programs().stream().noneMatch(InMemoryProgram::hasLeftSomething));
    gateway.leave();
  }
}
