package dev.berth.adapter.docker;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.session.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What is started in a container in a program's place, tells its PID, and becomes the program.
interface Launcher {
  /// A launcher that was started.
  record Launching(ExecHandle exec, EngineStream stream, OutputReader output) {}

  /// Gives the terminal its size.
  @FunctionalInterface
  interface Sizing {
    void run() throws InterruptedException;
  }

  /// The argument vector of the exec.
  List<String> argv(Optional<Terminal> terminal, Invocation invocation);

  /// What all processes of the program have in their environment, as [LaunchScript#MARK]; empty
  /// where nobody could look for it.
  Optional<String> mark();

  /// Hears the PID and lets the program begin, a terminal's size set before.
  ///
  /// @throws Announcement.NotLaunched if the stream ends before
  Announcement launch(Launching launching, Sizing sizing) throws IOException, InterruptedException;

  /// What can be done for the program while it runs.
  InContainer inside(Engine engine, ContainerId container, Duration deadline);
}
