package dev.berth.adapter.sshd;

import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Program;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driving.ProgramStreams;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

/// A program for tests, written as a lambda.
@FunctionalInterface
interface FakeProgram {
  ExitStatus run(Run run) throws Exception;

  /// What a program has.
  record Run(
      Program program,
      Map<String, String> environment,
      Optional<Terminal> terminal,
      ProgramStreams streams,
      BlockingQueue<WindowSize> sizes,
      BlockingQueue<Signal> signals) {}
}
