package dev.berth.ports.driven;

import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.WindowSize;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// A program in a container, with its streams. One thread may write stdin while another copies the
/// output.
public interface RunningProgram extends AutoCloseable {
  /// The program's stdin. Writing blocks while the program does not read; closing passes on end of
  /// file while the output goes on; writing after the program has ended throws [IOException].
  OutputStream stdin();

  /// Copies what the program writes until it has closed both streams or the engine has gone away.
  /// Blocks while a destination does. With a terminal all of it goes to stdout. May be called once.
  ///
  /// @throws IOException if a destination cannot be written to; the program runs on
  void copyOutput(OutputStream stdout, OutputStream stderr) throws IOException;

  /// How the program ended; blocks until it is known. Call it after [#copyOutput] has returned.
  /// What cannot be known is [ExitStatus.Lost]: never a guess.
  ExitStatus awaitExit() throws InterruptedException;

  /// Gives the terminal a new size.
  void resize(WindowSize size) throws InterruptedException;

  /// Sends a signal to the program and all of its process group.
  void signal(Signal signal) throws InterruptedException;

  /// By what [ContainerRuntime#signalRemains] finds what the program leaves behind; empty where
  /// nothing can be found, or nothing outlives it.
  Optional<ProgramMark> mark();

  /// Cuts the streams. The program is not ended by this: see [#signal]. Does not block; calling it
  /// again does nothing.
  @Override
  void close();
}
