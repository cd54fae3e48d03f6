package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.application.GatewayFixture.SilentInput;
import dev.berth.domain.configuration.SecurityPolicy;
import dev.berth.domain.configuration.SecurityPolicy.Mode;
import dev.berth.domain.configuration.SecurityPolicy.Rule;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.connection.Restrictions.Permission;
import dev.berth.domain.connection.Username;
import dev.berth.domain.event.GatewayEvent.RequestRefused;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driving.ProgramStreams;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The gateway's policy holds whatever the client asks for, in either mode.
@SuppressWarnings("UnusedMethod")
class PolicyTest {
  private static final Rule ANYTHING = Rule.of(Mode.ENABLE);
  private static final Rule NOTHING = Rule.of(Mode.DISABLE);

  static Stream<GatewayFixture> strict() {
    return GatewayFixture.inBothModes(
        new SecurityPolicy(
            new Rule(Mode.FILTER, Set.of("LANG"), Set.of()),
            new Rule(Mode.FILTER, Set.of("printenv LANG", "cat"), Set.of()),
            NOTHING,
            NOTHING,
            NOTHING,
            new Rule(Mode.ENABLE, Set.of(), Set.of("KILL")),
            Optional.empty(),
            -1))
        .stream();
  }

  static Stream<GatewayFixture> forced() {
    return GatewayFixture.inBothModes(
        new SecurityPolicy(
            ANYTHING,
            new Rule(Mode.FILTER, Set.of("one"), Set.of()),
            ANYTHING,
            ANYTHING,
            ANYTHING,
            ANYTHING,
            Optional.of("echo forced; printenv SSH_ORIGINAL_COMMAND"),
            -1))
        .stream();
  }

  private static void refused(String words, ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            GatewayException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(FailureCode.NOT_PERMITTED);
              assertThat(refusal.userMessage()).isEqualTo(words);
            });
  }

  private static SessionHandler session(GatewayFixture gateway) {
    return gateway.logIn().openSession(0, new byte[0]);
  }

  @ParameterizedTest
  @MethodSource("strict")
  void whatIsNotPermittedIsRefused(GatewayFixture gateway) throws Exception {
    SessionHandler session = session(gateway);
    Run run = new Run(InputStream.nullInputStream());

    refused("Setting X is not permitted here.", () -> session.env("X", "1"));
    refused(
        "A terminal is not permitted here.",
        () -> session.pty(new Terminal("xterm", WindowSize.of(80, 24))));
    refused("A shell is not permitted here.", () -> session.shell(run.streams, run.exit::complete));
    refused(
        "This subsystem is not permitted here.",
        () -> session.subsystem("sftp", run.streams, run.exit::complete));
    refused("This command is not permitted here.", () -> Run.exec(session, "printenv LANG;", ""));
    assertThat(gateway.events.of(RequestRefused.class))
        .extracting(RequestRefused::requestType, RequestRefused::reason)
        .containsExactly(
            tuple("shell", "A shell is not permitted here."),
            tuple("subsystem", "This subsystem is not permitted here."),
            tuple("exec", "This command is not permitted here."));
    assertThat(gateway.engine.programs()).isEmpty();
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("strict")
  void whatIsPermittedRunsAndRefusalsAreToldOnce(GatewayFixture gateway) throws Exception {
    SessionHandler session = session(gateway);
    session.env("LANG", "C");
    for (int i = 0; i < 3; i++) {
      refused("Setting LC_?? is not permitted here.", () -> session.env("LC_\u001bä", "1"));
    }
    Run run = Run.exec(session, "printenv LANG", "");

    run.status();
    assertThat(run.out()).isEqualTo("C\n");
    assertThat(run.err()).isEqualTo("Setting LC_?? is not permitted here.\n");
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("strict")
  void aSignalThatIsNotPermittedIsToldAndDoesNotArrive(GatewayFixture gateway) throws Exception {
    SessionHandler session = session(gateway);
    SilentInput stdin = new SilentInput();
    Run run = Run.exec(session, "cat", stdin);

    refused("Sending signal KILL is not permitted here.", () -> session.signal(Signal.KILL));
    session.signal(new Signal("USR1"));
    await()
        .untilAsserted(() ->
            assertThat(gateway.engine.programs().getFirst().signals())
                .containsExactly(new Signal("USR1")));
    stdin.close();
    run.status();
    await()
        .untilAsserted(
            () -> assertThat(run.err()).isEqualTo("Sending signal KILL is not permitted here.\n"));
    gateway.leave();
  }

  /// Else a signal that is permitted, or the next size of a window, would wait for the client.
  @ParameterizedTest
  @MethodSource("strict")
  void tellingARefusalDoesNotWaitForTheClient(GatewayFixture gateway) throws Exception {
    SessionHandler session = session(gateway);
    SilentInput stdin = new SilentInput();
    Run run = new Run(stdin);
    CountDownLatch taken = new CountDownLatch(1);
    OutputStream paused =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
              taken.await();
            } catch (InterruptedException stop) {
              throw new IOException(stop);
            }
            run.stderr.write(bytes, offset, length);
          }
        };
    session.exec(
        Command.of("cat"), new ProgramStreams(stdin, run.stdout, paused), run.exit::complete);

    refused("Sending signal KILL is not permitted here.", () -> session.signal(Signal.KILL));
    assertThat(run.err()).isEmpty();
    taken.countDown();
    await().until(() -> run.err().contains("KILL is not permitted"));
    stdin.close();
    run.status();
    gateway.leave();
  }

  static Stream<GatewayFixture> alone() {
    return GatewayFixture.inBothModes(SecurityPolicy.NONE.withMaxSessions(1)).stream();
  }

  @ParameterizedTest
  @MethodSource("alone")
  void sessionsAreBoundedByThoseThatAreOpen(GatewayFixture gateway) throws Exception {
    String words = "Too many sessions are open: no more than 1 are permitted here.";
    SshConnectionHandler connection = gateway.logIn();
    SessionHandler early = connection.openSession(0, new byte[0]);
    SilentInput stdin = new SilentInput();
    Run run = Run.exec(early, "cat", stdin);

    for (int i = 1; i <= 150; i++) {
      long number = i;
      refused(words, () -> connection.openSession(number, new byte[0]));
    }
    assertThat(gateway.events.of(RequestRefused.class))
        .extracting(RequestRefused::requestType, RequestRefused::reason)
        .containsOnly(tuple("session", words))
        .as("the operator is told so often and no more")
        .hasSize(100);
    stdin.close();
    run.status();
    early.close();
    Run next = Run.exec(connection.openSession(151, new byte[0]), "echo", "");
    assertThat(next.status()).isEqualTo(new ExitStatus.Exited(0));
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("alone")
  void whatWasOpenedBeforeTheirNumberWasKnownIsBoundedToo(GatewayFixture gateway) throws Exception {
    SshConnectionHandler connection = gateway.logIn();
    List<SessionHandler> early = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        early.add(connection.openSession(i, new byte[0]));
      }
    } catch (GatewayException known) {
      // Then the policy was, sooner than these were opened.
    }
    for (SessionHandler session : early.subList(1, early.size())) {
      refused(
          "Too many sessions are open: no more than 1 are permitted here.",
          () -> Run.exec(session, "true", ""));
    }
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("forced")
  void theOperatorsCommandRunsInsteadOfWhatIsPermitted(GatewayFixture gateway) throws Exception {
    AuthenticatedUser user =
        AuthenticatedUser.of(new Username("alice"))
            .restricted(
                new Restrictions(
                    Optional.of("echo by the key"), EnumSet.allOf(Permission.class), Map.of()));
    var connection = gateway.handler.handshakeSucceeded(user);

    Run command = Run.exec(connection.openSession(0, new byte[0]), "one", "");
    command.status();
    assertThat(command.out()).isEqualTo("forced\none\n");
    refused(
        "This command is not permitted here.",
        () -> Run.exec(connection.openSession(1, new byte[0]), "two", ""));
    Run shell = new Run(InputStream.nullInputStream());
    connection.openSession(2, new byte[0]).shell(shell.streams, shell.exit::complete);
    shell.status();
    assertThat(shell.out()).isEqualTo("forced\n\n");
    Run subsystem = new Run(InputStream.nullInputStream());
    connection
        .openSession(3, new byte[0])
        .subsystem("sftp", subsystem.streams, subsystem.exit::complete);
    subsystem.status();
    assertThat(subsystem.out()).isEqualTo("forced\nsftp\n");
    SessionHandler other = connection.openSession(4, new byte[0]);
    assertThatThrownBy(() -> other.env("SSH_ORIGINAL_COMMAND", "x"))
        .isInstanceOf(GatewayException.class);
    gateway.leave();
  }
}
