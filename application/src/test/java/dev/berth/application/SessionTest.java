package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.application.GatewayFixture.SilentInput;
import dev.berth.domain.event.GatewayEvent.ProgramEnded;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driving.ProgramStreams;
import dev.berth.ports.driving.SessionHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for a session whichever mode the connection is in.
@SuppressWarnings("UnusedMethod")
class SessionTest {
  static Stream<GatewayFixture> modes() {
    return Stream.of(GatewayFixture.connectionMode(), GatewayFixture.sessionMode());
  }

  @ParameterizedTest
  @MethodSource("modes")
  void outputAndExitCodeReachTheClient(GatewayFixture gateway) throws Exception {
    Run run =
        Run.exec(gateway.logIn().openSession(0, new byte[0]), "cat; echo e >&2; exit 7", "in");

    assertThat(run.status()).isEqualTo(new ExitStatus.Exited(7));
    assertThat(run.out()).isEqualTo("in");
    assertThat(run.err()).isEqualTo("e\n");
    gateway.leave();
    assertThat(gateway.events.of(ProgramEnded.class))
        .singleElement()
        .satisfies(ended -> {
          assertThat(ended.bytesIn()).isEqualTo(2);
          assertThat(ended.bytesOut()).isEqualTo(4);
        });
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aProgramThatEndsBeforeItsStdinIsReported(GatewayFixture gateway) throws Exception {
    try (SilentInput stdin = new SilentInput()) {
      Run run = Run.exec(gateway.logIn().openSession(0, new byte[0]), "exit 3", stdin);

      assertThat(run.status()).isEqualTo(new ExitStatus.Exited(3));
    }
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void anUnknownOutcomeIsNeverAStatus(GatewayFixture gateway) throws Exception {
    try (SilentInput stdin = new SilentInput()) {
      Run run = Run.exec(gateway.logIn().openSession(0, new byte[0]), "cat", stdin);

      gateway.engine.programs().getFirst().lose();

      assertThat(run.status()).isInstanceOf(ExitStatus.Lost.class);
    }
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void environmentAndTerminalTypeReachTheProgram(GatewayFixture gateway) throws Exception {
    SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
    session.env("LANG", "C.UTF-8");
    session.pty(new Terminal("vt220", WindowSize.of(100, 30)));

    Run run = Run.exec(session, "printenv LANG; printenv TERM; stty size", "");

    run.status();
    assertThat(run.out()).isEqualTo("C.UTF-8\nvt220\n30 100\n");
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void onceStartedASessionTakesNoMorePreparationAndNoSecondProgram(GatewayFixture gateway)
      throws Exception {
    try (SilentInput stdin = new SilentInput()) {
      SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
      Run.exec(session, "cat", stdin);

      assertRefused(FailureCode.PROGRAM_ALREADY_RUNNING, () -> session.env("A", "b"));
      assertRefused(
          FailureCode.PROGRAM_ALREADY_RUNNING,
          () -> session.pty(new Terminal("", WindowSize.of(80, 24))));
      assertRefused(FailureCode.PROGRAM_ALREADY_RUNNING, () -> Run.exec(session, "true", ""));
    }
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void malformedEnvironmentIsRefusedAndTheSessionGoesOn(GatewayFixture gateway) throws Exception {
    SessionHandler session = gateway.logIn().openSession(0, new byte[0]);

    assertRefused(FailureCode.BAD_REQUEST, () -> session.env("A=B", "c"));
    assertRefused(FailureCode.BAD_REQUEST, () -> session.env("", "c"));
    assertRefused(FailureCode.BAD_REQUEST, () -> session.env("A", "c\0d"));

    assertThat(Run.exec(session, "exit 4", "").status()).isEqualTo(new ExitStatus.Exited(4));
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void anUnknownSubsystemIsRefused(GatewayFixture gateway) throws Exception {
    SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
    Run run = new Run(InputStream.nullInputStream());

    assertRefused(
        FailureCode.UNKNOWN_SUBSYSTEM,
        () -> session.subsystem("netconf", run.streams, run.exit::complete));
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void signalsAndSizesReachTheProgram(GatewayFixture gateway) throws Exception {
    try (SilentInput stdin = new SilentInput()) {
      SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
      session.pty(new Terminal("xterm", WindowSize.of(80, 24)));
      Run run = Run.exec(session, "cat", stdin);
      var program = gateway.engine.programs().getFirst();

      session.window(WindowSize.of(90, 40));
      session.window(WindowSize.of(91, 41));
      session.signal(Signal.TERM);

      assertThat(run.status()).isEqualTo(new ExitStatus.Signalled(Signal.TERM, false, ""));
      assertThat(program.signals()).containsExactly(Signal.TERM);
      gateway.leave();
      assertThat(program.sizes()).last().isEqualTo(WindowSize.of(91, 41));
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aFloodOfSizesEndsInTheLastWithFewCalls(GatewayFixture gateway) throws Exception {
    try (SilentInput stdin = new SilentInput()) {
      SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
      session.pty(new Terminal("xterm", WindowSize.of(80, 24)));
      Run.exec(session, "cat", stdin);
      var program = gateway.engine.programs().getFirst();
      var slowEngine = gateway.engine.faults().hold("resize");
      session.window(WindowSize.of(1, 1));
      slowEngine.awaitReached();

      for (int i = 1; i <= 10_000; i++) {
        session.window(WindowSize.of(100 + i, 40));
      }
      slowEngine.open();

      await().until(() -> program.sizes().getLast().equals(WindowSize.of(10_100, 40)));
      assertThat(program.sizes())
          .containsExactly(WindowSize.of(80, 24), WindowSize.of(1, 1), WindowSize.of(10_100, 40));
    }
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theProgramKnowsItsConnection(GatewayFixture gateway) throws Exception {
    Run run =
        Run.exec(
            gateway.logIn().openSession(0, new byte[0]),
            "printenv SSH_CLIENT; printenv SSH_CONNECTION; printenv SSH_TTY",
            "");

    run.status();
    assertThat(run.out()).isEqualTo("192.0.2.7 40000 65535\n192.0.2.7 40000 UNKNOWN 65535\n\n");
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aClientCannotSetWhatIsTheGateways(GatewayFixture gateway) throws Exception {
    SessionHandler session = gateway.logIn().openSession(0, new byte[0]);

    assertRefused(FailureCode.BAD_REQUEST, () -> session.env("SSH_CLIENT", "127.0.0.1 1 22"));
    assertRefused(FailureCode.BAD_REQUEST, () -> session.env("SSH_TTY", "/etc/passwd"));

    Run run = Run.exec(session, "printenv SSH_CLIENT; printenv SSH_TTY", "");
    run.status();
    assertThat(run.out()).isEqualTo("192.0.2.7 40000 65535\n\n");
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void anEnvironmentWithNoRoomLeftIsRefused(GatewayFixture gateway) throws Exception {
    SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
    for (int i = 0; i < Environment.MAX_VARIABLES; i++) {
      session.env("V" + i, "");
    }

    assertRefused(FailureCode.BAD_REQUEST, () -> Run.exec(session, "true", ""));
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aSignalThatCannotBeDeliveredFails(GatewayFixture gateway) throws Exception {
    try (SilentInput stdin = new SilentInput()) {
      SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
      Run.exec(session, "cat", stdin);

      assertRefused(
          FailureCode.ENGINE_ERROR, () -> session.signal(new Signal("NOSUCH@example.com")));
    }
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aSignalWithoutAProgramIsRefused(GatewayFixture gateway) throws Exception {
    SessionHandler session = gateway.logIn().openSession(0, new byte[0]);

    assertRefused(FailureCode.BAD_REQUEST, () -> session.signal(Signal.INT));
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void closingAChannelHangsUpItsProgram(GatewayFixture gateway) throws Exception {
    try (SilentInput stdin = new SilentInput()) {
      SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
      Run.exec(session, "cat", stdin);

      assertThat(session.shutdown(GatewayFixture.SOON)).isTrue();

      var program = gateway.engine.programs().getFirst();
      assertThat(program.signals()).containsExactly(Signal.HUP);
    }
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aProgramThatIgnoresHangUpGetsTermAndIfItIgnoresThatKill(GatewayFixture gateway)
      throws Exception {
    try (SilentInput stdin = new SilentInput()) {
      SessionHandler session = gateway.logIn().openSession(0, new byte[0]);
      session.env("IGNORE_HUP", "yes");
      session.env("IGNORE_TERM", "yes");
      Run.exec(session, "cat", stdin);

      assertThat(session.shutdown(GatewayFixture.SOON)).isTrue();

      var program = gateway.engine.programs().getFirst();
      assertThat(program.signals()).containsExactly(Signal.HUP, Signal.TERM, Signal.KILL);
    }
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aClientThatCannotBeWrittenToEndsTheProgram(GatewayFixture gateway) throws Exception {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("the channel is closed");
          }
        };
    CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    SessionHandler session = gateway.logIn().openSession(0, new byte[0]);

    session.exec(
        dev.berth.domain.session.Command.of("echo x; sleep 60"),
        new ProgramStreams(new ByteArrayInputStream(new byte[0]), broken, broken),
        exit::complete);

    exit.get(60, TimeUnit.SECONDS);
    assertThat(gateway.engine.programs().getFirst().signals()).contains(Signal.HUP);
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void inputThatBreaksOffIsNotTakenForItsEnd(GatewayFixture gateway) throws Exception {
    SilentInput broken = new SilentInput();
    broken.breakOff();

    Run run = Run.exec(gateway.logIn().openSession(0, new byte[0]), "cat; echo all", broken);

    assertThat(run.status()).isEqualTo(new ExitStatus.Signalled(Signal.HUP, false, ""));
    assertThat(run.out()).isEmpty();
    gateway.leave();
  }

  private static void assertRefused(
      FailureCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatewayException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
