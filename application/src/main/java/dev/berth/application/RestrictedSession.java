package dev.berth.application;

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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// Holds a session to what its login is restricted to, whatever the client asks for.
final class RestrictedSession implements SessionHandler {
  /// Tells a forced command what the client had asked for.
  private static final String ORIGINAL_COMMAND = "SSH_ORIGINAL_COMMAND";

  private static final String NO_TERMINAL = "A terminal is not permitted by the key of this login.";

  private final ContainerSession session;
  private final Restrictions restrictions;
  private volatile boolean terminalRefused;

  private RestrictedSession(ContainerSession session, Restrictions restrictions) {
    this.session = session;
    this.restrictions = restrictions;
  }

  /// The session itself if there is nothing to hold it to.
  static SessionHandler of(ContainerSession session, Restrictions restrictions) {
    return restrictions.equals(Restrictions.NONE)
        ? session
        : new RestrictedSession(session, restrictions);
  }

  @Override
  public void env(String name, String value) {
    boolean forced = restrictions.forcedCommand().isPresent() && name.equals(ORIGINAL_COMMAND);
    if (forced || restrictions.environment().containsKey(name)) {
      throw GatewayException.refused(
          FailureCode.BAD_REQUEST, "This variable is set by the key of this login.");
    }
    session.env(name, value);
  }

  @Override
  public void pty(Terminal terminal) {
    if (!restrictions.permits(Permission.PTY)) {
      terminalRefused = true;
      throw GatewayException.refused(FailureCode.UNSUPPORTED, NO_TERMINAL);
    }
    session.pty(terminal);
  }

  @Override
  public void shell(ProgramStreams streams, ExitListener onExit) throws InterruptedException {
    prepare(streams);
    Optional<Command> forced = forced();
    if (forced.isPresent()) {
      session.exec(forced.get(), streams, onExit);
    } else {
      session.shell(streams, onExit);
    }
  }

  @Override
  public void exec(Command command, ProgramStreams streams, ExitListener onExit)
      throws InterruptedException {
    prepare(streams);
    Optional<Command> forced = forced();
    if (forced.isPresent()) {
      session.given(ORIGINAL_COMMAND, text(command));
    }
    session.exec(forced.orElse(command), streams, onExit);
  }

  @Override
  public void subsystem(String name, ProgramStreams streams, ExitListener onExit)
      throws InterruptedException {
    prepare(streams);
    Optional<Command> forced = forced();
    if (forced.isPresent()) {
      session.given(ORIGINAL_COMMAND, name);
      session.exec(forced.get(), streams, onExit);
    } else {
      session.subsystem(name, streams, onExit);
    }
  }

  private void prepare(ProgramStreams streams) {
    restrictions.environment().forEach(session::given);
    if (terminalRefused) {
      say(NO_TERMINAL, streams);
    }
  }

  private Optional<Command> forced() {
    return restrictions.forcedCommand().map(Command::of);
  }

  private static String text(Command asked) {
    return asked
        .text()
        .orElseThrow(() ->
            GatewayException.refused(
                FailureCode.BAD_REQUEST,
                "The key of this login has a command of its own, which can only be told of commands"
                    + " in UTF-8."));
  }

  private static void say(String words, ProgramStreams streams) {
    try {
      streams.stderr().write((words + "\n").getBytes(StandardCharsets.UTF_8));
      streams.stderr().flush();
    } catch (IOException gone) {
      // Whoever has left needs no words.
    }
  }

  @Override
  public void signal(Signal signal) throws InterruptedException {
    session.signal(signal);
  }

  @Override
  public void window(WindowSize size) {
    session.window(size);
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public boolean shutdown(Duration deadline) throws InterruptedException {
    return session.shutdown(deadline);
  }
}
