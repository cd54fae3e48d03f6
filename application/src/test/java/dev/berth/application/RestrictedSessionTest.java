package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.connection.Restrictions.Permission;
import dev.berth.domain.connection.Username;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driving.SessionHandler;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a login is restricted to holds whatever the client asks for, in either mode.
@SuppressWarnings("UnusedMethod")
class RestrictedSessionTest {
  private static final Set<Permission> ALL = EnumSet.allOf(Permission.class);
  private static final Restrictions FORCED =
      new Restrictions(Optional.of("echo forced; printenv SSH_ORIGINAL_COMMAND"), ALL, Map.of());
  private static final Restrictions NO_PTY = new Restrictions(Optional.empty(), Set.of(), Map.of());
  private static final Restrictions VARIABLES =
      new Restrictions(Optional.empty(), ALL, Map.of("ROLE", "guest"));

  static Stream<GatewayFixture> modes() {
    return Stream.of(GatewayFixture.connectionMode(), GatewayFixture.sessionMode());
  }

  private static SessionHandler session(GatewayFixture gateway, Restrictions restrictions) {
    AuthenticatedUser user = AuthenticatedUser.of(new Username("alice")).restricted(restrictions);
    return gateway.handler.handshakeSucceeded(user).openSession(0, new byte[0]);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aForcedCommandRunsInsteadOfACommandAndIsToldOfIt(GatewayFixture gateway) throws Exception {
    Run run = Run.exec(session(gateway, FORCED), "echo asked", "");

    run.status();
    assertThat(run.out()).isEqualTo("forced\necho asked\n");
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aForcedCommandRunsInsteadOfAShell(GatewayFixture gateway) throws Exception {
    SessionHandler session = session(gateway, FORCED);
    Run run = new Run(InputStream.nullInputStream());
    session.shell(run.streams, run.exit::complete);

    run.status();
    assertThat(run.out()).isEqualTo("forced\n\n");
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aForcedCommandRunsInsteadOfASubsystem(GatewayFixture gateway) throws Exception {
    SessionHandler session = session(gateway, FORCED);
    Run run = new Run(InputStream.nullInputStream());
    session.subsystem("sftp", run.streams, run.exit::complete);

    run.status();
    assertThat(run.out()).isEqualTo("forced\nsftp\n");
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void clientsCannotSayWhatTheyHadAskedFor(GatewayFixture gateway) throws Exception {
    SessionHandler session = session(gateway, FORCED);

    assertThatThrownBy(() -> session.env("SSH_ORIGINAL_COMMAND", "echo other"))
        .isInstanceOf(GatewayException.class);
    assertThat(Run.exec(session, "echo asked", "").status()).isNotNull();
    gateway.leave();
  }

  /// Variables make many a program do what its caller never meant.
  @ParameterizedTest
  @MethodSource("modes")
  void clientsCannotSetVariablesOfAForcedCommandBeyondTheLocale(GatewayFixture gateway)
      throws Exception {
    SessionHandler session =
        session(
            gateway,
            new Restrictions(
                Optional.of("printenv LC_ALL; printenv LD_PRELOAD; printenv X"), ALL, Map.of()));

    session.env("LC_ALL", "C");
    for (String name : new String[] {"LD_PRELOAD", "X", "PATH", "BASH_FUNC_echo%%", "LC_;"}) {
      assertThatThrownBy(() -> session.env(name, "/tmp/evil.so"))
          .isInstanceOf(GatewayException.class)
          .hasMessage("Setting " + name + " is not permitted here.");
    }
    Run run = Run.exec(session, "any", "");

    run.status();
    assertThat(run.out()).isEqualTo("C\n\n\n");
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aCommandThatCannotBeToldIsRefused(GatewayFixture gateway) throws Exception {
    SessionHandler session = session(gateway, FORCED);
    Run run = new Run(InputStream.nullInputStream());
    Command noText = new Command(new byte[] {'e', (byte) 0xff});

    assertThatThrownBy(() -> session.exec(noText, run.streams, run.exit::complete))
        .isInstanceOf(GatewayException.class);
    assertThat(gateway.engine.programs()).isEmpty();
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aTerminalThatIsNotPermittedIsRefusedAndSaidSo(GatewayFixture gateway) throws Exception {
    SessionHandler session = session(gateway, NO_PTY);
    Terminal terminal = new Terminal("xterm", WindowSize.of(80, 24));

    assertThatThrownBy(() -> session.pty(terminal))
        .isInstanceOfSatisfying(
            GatewayException.class,
            refused -> assertThat(refused.userMessage()).contains("terminal is not permitted"));
    Run run = Run.exec(session, "echo on; printenv TERM", "");

    run.status();
    assertThat(run.out()).isEqualTo("on\n\n");
    assertThat(run.err()).isEqualTo("A terminal is not permitted by the key of this login.\n");
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whoAsksForNoTerminalIsToldNothing(GatewayFixture gateway) throws Exception {
    Run run = Run.exec(session(gateway, NO_PTY), "echo on", "");

    run.status();
    assertThat(run.out()).isEqualTo("on\n");
    assertThat(run.err()).isEmpty();
    gateway.leave();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void variablesOfAKeyCannotBeChanged(GatewayFixture gateway) throws Exception {
    SessionHandler session = session(gateway, VARIABLES);

    assertThatThrownBy(() -> session.env("ROLE", "admin")).isInstanceOf(GatewayException.class);
    session.env("OTHER", "mine");
    Run run = Run.exec(session, "printenv ROLE; printenv OTHER", "");

    run.status();
    assertThat(run.out()).isEqualTo("guest\nmine\n");
    gateway.leave();
  }
}
