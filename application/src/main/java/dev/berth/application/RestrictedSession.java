package dev.berth.application;

import dev.berth.domain.configuration.SecurityPolicy;
import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.connection.Restrictions.Permission;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driving.ExitListener;
import dev.berth.ports.driving.ProgramStreams;
import dev.berth.ports.driving.SessionHandler;
import java.time.Duration;
import java.util.Optional;

/// Holds a session to the gateway's policy and to what its login is restricted to, whatever the
/// client asks for.
final class RestrictedSession implements SessionHandler {
  /// Tells a forced command what the client had asked for.
  private static final String ORIGINAL_COMMAND = "SSH_ORIGINAL_COMMAND";

  private static final String NO_TERMINAL = "A terminal is not permitted by the key of this login.";

  private final ContainerSession session;
  private final Restrictions restrictions;
  private final int number;
  private final Runnable whenClosed;
  private final Refusals refusals = new Refusals();

  /// @param number how many sessions of the connection were open with this one
  /// @param whenClosed called when the client, or its channel's end, has closed it
  RestrictedSession(
      ContainerSession session, Restrictions restrictions, int number, Runnable whenClosed) {
    this.session = session;
    this.restrictions = restrictions;
    this.number = number;
    this.whenClosed = whenClosed;
  }

  /// @param open how many sessions of a connection are open
  /// @throws GatewayException if those are too many
  static void checkNumber(SecurityPolicy policy, int open) {
    if (!policy.permitsSessions(open)) {
      throw GatewayException.refused(
          FailureCode.NOT_PERMITTED,
          "Too many sessions are open: no more than "
              + policy.maxSessions()
              + " are permitted here.");
    }
  }

  private SecurityPolicy policyOfPrograms() {
    SecurityPolicy policy = session.policy();
    checkNumber(policy, number);
    return policy;
  }

  @Override
  public void env(String name, String value) {
    SecurityPolicy policy = session.policy();
    if (!policy.permitsEnv(name)) {
      throw refusals.remember("Setting " + Refusals.shown(name) + " is not permitted here.");
    }
    boolean forced = forced(policy).isPresent() && name.equals(ORIGINAL_COMMAND);
    if (forced || restrictions.environment().containsKey(name)) {
      throw GatewayException.refused(
          FailureCode.BAD_REQUEST, "This variable is set by the gateway.");
    }
    session.env(name, value);
  }

  @Override
  public void pty(Terminal terminal) {
    if (!session.policy().permitsTty()) {
      throw refusals.remember("A terminal is not permitted here.");
    }
    if (!restrictions.permits(Permission.PTY)) {
      throw refusals.remember(NO_TERMINAL);
    }
    session.pty(terminal);
  }

  @Override
  public void shell(ProgramStreams streams, ExitListener onExit) throws InterruptedException {
    SecurityPolicy policy = policyOfPrograms();
    if (!policy.permitsShell()) {
      throw notPermitted("A shell");
    }
    prepare(streams);
    Optional<Command> forced = forced(policy);
    if (forced.isPresent()) {
      session.exec(forced.get(), streams, onExit);
    } else {
      session.shell(streams, onExit);
    }
  }

  @Override
  public void exec(Command command, ProgramStreams streams, ExitListener onExit)
      throws InterruptedException {
    SecurityPolicy policy = policyOfPrograms();
    if (!policy.permitsCommand(command)) {
      throw notPermitted("This command");
    }
    prepare(streams);
    Optional<Command> forced = forced(policy);
    if (forced.isPresent()) {
      session.given(ORIGINAL_COMMAND, text(command));
    }
    session.exec(forced.orElse(command), streams, onExit);
  }

  @Override
  public void subsystem(String name, ProgramStreams streams, ExitListener onExit)
      throws InterruptedException {
    SecurityPolicy policy = policyOfPrograms();
    if (!policy.permitsSubsystem(name)) {
      throw notPermitted("This subsystem");
    }
    prepare(streams);
    Optional<Command> forced = forced(policy);
    if (forced.isPresent()) {
      session.given(ORIGINAL_COMMAND, name);
      session.exec(forced.get(), streams, onExit);
    } else {
      session.subsystem(name, streams, onExit);
    }
  }

  private static GatewayException notPermitted(String what) {
    return GatewayException.refused(FailureCode.NOT_PERMITTED, what + " is not permitted here.");
  }

  private void prepare(ProgramStreams streams) {
    restrictions.environment().forEach(session::given);
    refusals.tellFrom(streams);
  }

  /// The operator's command goes before the key's, as sshd has it.
  private Optional<Command> forced(SecurityPolicy policy) {
    return policy.forcedCommand().or(restrictions::forcedCommand).map(Command::of);
  }

  private static String text(Command asked) {
    return asked
        .text()
        .orElseThrow(() ->
            GatewayException.refused(
                FailureCode.BAD_REQUEST,
                "Another command runs here instead, which can only be told of commands in UTF-8."));
  }

  @Override
  public void signal(Signal signal) throws InterruptedException {
    // A program that runs was started by a policy that is known.
    if (session.policyNow().map(policy -> !policy.permitsSignal(signal)).orElse(false)) {
      throw refusals.tell("Sending signal " + signal.name() + " is not permitted here.");
    }
    session.signal(signal);
  }

  @Override
  public void window(WindowSize size) {
    session.window(size);
  }

  @Override
  public void close() {
    whenClosed.run();
    session.close();
  }

  @Override
  public boolean shutdown(Duration deadline) throws InterruptedException {
    return session.shutdown(deadline);
  }
}
