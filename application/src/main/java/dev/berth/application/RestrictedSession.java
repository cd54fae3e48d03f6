package dev.berth.application;

import dev.berth.domain.configuration.SecurityPolicy;
import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.connection.Restrictions.Permission;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Program;
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
  private final Owner owner;
  private final Refusals refusals = new Refusals();

  /// Whoever has opened the session.
  interface Owner {
    /// The client, or its channel's end, has closed it.
    void closed();

    /// The session, or a program in it, may not be: the operator is told.
    void refused(String request, String reason);
  }

  /// @param number how many sessions of the connection were open with this one
  RestrictedSession(ContainerSession session, Restrictions restrictions, int number, Owner owner) {
    this.session = session;
    this.restrictions = restrictions;
    this.number = number;
    this.owner = owner;
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

  @Override
  public void env(String name, String value) {
    SecurityPolicy policy = session.policy();
    boolean forced = forced(policy).isPresent();
    if ((forced && name.equals(ORIGINAL_COMMAND)) || restrictions.environment().containsKey(name)) {
      throw GatewayException.refused(
          FailureCode.BAD_REQUEST, "This variable is set by the gateway.");
    }
    if (!(forced ? policy.permitsEnvOfForcedCommand(name) : policy.permitsEnv(name))) {
      throw refusals.remember("Setting " + Refusals.shown(name) + " is not permitted here.");
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
    Optional<Command> forced = admit(new Program.Shell(), streams);
    if (forced.isPresent()) {
      session.exec(forced.get(), streams, onExit);
    } else {
      session.shell(streams, onExit);
    }
  }

  @Override
  public void exec(Command command, ProgramStreams streams, ExitListener onExit)
      throws InterruptedException {
    session.exec(admit(new Program.Exec(command), streams).orElse(command), streams, onExit);
  }

  @Override
  public void subsystem(String name, ProgramStreams streams, ExitListener onExit)
      throws InterruptedException {
    Optional<Command> forced = admit(new Program.Subsystem(name), streams);
    if (forced.isPresent()) {
      session.exec(forced.get(), streams, onExit);
    } else {
      session.subsystem(name, streams, onExit);
    }
  }

  /// Prepares a program that may run; of one that may not, the operator is told, too.
  ///
  /// @return the command that runs instead
  private Optional<Command> admit(Program program, ProgramStreams streams) {
    SecurityPolicy policy = session.policy();
    Optional<Command> forced = forced(policy);
    try {
      checkNumber(policy, number);
      check(program, policy);
      restrictions.environment().forEach(session::given);
      if (forced.isPresent()) {
        asked(program).ifPresent(asked -> session.given(ORIGINAL_COMMAND, asked));
      }
    } catch (GatewayException refusal) {
      owner.refused(program.requestType(), refusal.operatorMessage());
      throw refusal;
    }
    refusals.tellFrom(streams);
    return forced;
  }

  private static void check(Program program, SecurityPolicy policy) {
    switch (program) {
      case Program.Shell _ -> check(policy.permitsShell(), "A shell");
      case Program.Exec(Command command) -> check(policy.permitsCommand(command), "This command");
      case Program.Subsystem(String name) -> check(policy.permitsSubsystem(name), "This subsystem");
    }
  }

  private static void check(boolean permitted, String what) {
    if (!permitted) {
      throw GatewayException.refused(FailureCode.NOT_PERMITTED, what + " is not permitted here.");
    }
  }

  /// What the command that runs instead is told of: nothing of a shell.
  private static Optional<String> asked(Program program) {
    return switch (program) {
      case Program.Shell _ -> Optional.empty();
      case Program.Exec(Command command) -> Optional.of(text(command));
      case Program.Subsystem(String name) -> Optional.of(name);
    };
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
    owner.closed();
    session.close();
  }

  @Override
  public boolean shutdown(Duration deadline) throws InterruptedException {
    return session.shutdown(deadline);
  }
}
