package dev.berth.ports.driving;

import dev.berth.domain.session.Command;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import java.time.Duration;

/// One session channel. It is prepared by [#env] and [#pty], then runs one program.
///
/// Every method throws [dev.berth.domain.failure.GatewayException] when it is refused or fails; the
/// exception's user message is for the client. All methods are safe to call from any thread.
public interface SessionHandler {
  /// Sets an environment variable (RFC 4254, section 6.4). Refused once a program was asked for.
  /// Blocks until it is known what the client may ask for.
  void env(String name, String value);

  /// Gives the program a terminal (RFC 4254, section 6.2). Refused once a program was asked for.
  /// Blocks as [#env] does.
  void pty(Terminal terminal);

  /// Starts the user's shell (RFC 4254, section 6.5).
  ///
  /// Blocks until the program runs, so call it on a virtual thread. After it has thrown, the
  /// channel's exit listener is never called; after it has returned, the listener is called once.
  void shell(ProgramStreams streams, ExitListener onExit) throws InterruptedException;

  /// Starts a command. Blocks as [#shell] does.
  void exec(Command command, ProgramStreams streams, ExitListener onExit)
      throws InterruptedException;

  /// Starts a subsystem. Blocks as [#shell] does.
  void subsystem(String name, ProgramStreams streams, ExitListener onExit)
      throws InterruptedException;

  /// Delivers a signal to the program (RFC 4254, section 6.9). Blocks until the engine has taken
  /// it.
  void signal(Signal signal) throws InterruptedException;

  /// The terminal has a new size (RFC 4254, section 6.7). Does not block; of several in a row the
  /// last one counts.
  void window(WindowSize size);

  /// The channel is closed: a program that still runs is ended. Does not block; calling it again
  /// does nothing.
  void close();

  /// Closes, and waits until what the session made is removed.
  ///
  /// @param deadline how long to wait at most
  /// @return whether it was removed in time
  boolean shutdown(Duration deadline) throws InterruptedException;
}
