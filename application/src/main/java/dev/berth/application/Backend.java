package dev.berth.application;

import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.Program;
import dev.berth.domain.session.SessionId;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.ports.driven.RunningProgram;
import java.util.List;
import java.util.Optional;

/// Where the programs of one connection run.
interface Backend {
  /// What a session wants to run.
  ///
  /// @param waiter ends waiting when the session is closed
  /// @param work what is made for the session is removed as part of this
  record Request(
      SessionId session,
      Program program,
      Environment environment,
      Optional<Terminal> terminal,
      Waiter waiter,
      BackgroundWork work) {
    /// The session's variables: the client's own, and those that each SSH session has.
    ///
    /// @throws GatewayException if they are too many
    Environment programEnvironment(Client client) {
      try {
        return terminal
            .filter(t -> !t.type().isEmpty())
            .map(t -> environment.with("TERM", t.type()))
            .orElse(environment)
            .with(addresses(client));
      } catch (IllegalArgumentException tooMuch) {
        throw GatewayException.refused(
            FailureCode.BAD_REQUEST, String.valueOf(tooMuch.getMessage()));
      }
    }

    /// As sshd says it, also where the server's address is not known.
    private static Environment addresses(Client client) {
      String from = client.address().spaced();
      String to = client.server().map(RemoteAddress::spaced).orElse("UNKNOWN 65535");
      String port = to.substring(to.indexOf(' '));
      return Environment.empty()
          .with("SSH_CLIENT", from + port)
          .with("SSH_CONNECTION", from + " " + to);
    }
  }

  /// A program that runs.
  ///
  /// @param farewell what it is told, one after the other until it ends, when its client is gone
  /// @param release to be called once it has ended
  /// @param notice what a user at a terminal should know
  /// @param use told when the program is used
  record Placement(
      RunningProgram program,
      List<Signal> farewell,
      Runnable release,
      Optional<String> notice,
      Uses.Use use) {
    /// What does not end a program by the last of these nothing does.
    static final List<Signal> TO_THE_END = List.of(Signal.HUP, Signal.TERM, Signal.KILL);

    /// One that has to end when its client is gone.
    Placement(RunningProgram program, Runnable release, Uses.Use use) {
      this(program, TO_THE_END, release, Optional.empty(), use);
    }
  }

  /// Starts a session's program; blocks until it runs. If this throws, nothing stays of it.
  Placement start(Request request) throws InterruptedException;

  /// The connection is over: removes what the backend still has, in the background.
  void end();

  /// What exactly to execute.
  ///
  /// @param shell the program of a shell request
  static Invocation invocation(Program program, OperatingMode mode, Invocation shell) {
    return switch (program) {
      case Program.Shell _ -> shell;
      case Program.Exec(var command) -> new Invocation.ShellCommand(command);
      case Program.Subsystem(var name) -> new Invocation.Arguments(List.of(binary(name, mode)));
    };
  }

  private static String binary(String subsystem, OperatingMode mode) {
    String binary = mode.subsystems().get(subsystem);
    if (binary == null) {
      throw GatewayException.refused(
          FailureCode.UNKNOWN_SUBSYSTEM, "This subsystem is not available here.");
    }
    return binary;
  }
}
