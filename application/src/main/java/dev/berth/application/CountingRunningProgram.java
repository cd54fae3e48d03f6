package dev.berth.application;

import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.RunningProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// A program whose calls to the engine are counted; its streams are untouched.
record CountingRunningProgram(RunningProgram program, CallCounters counters)
    implements RunningProgram {
  @Override
  public OutputStream stdin() {
    return program.stdin();
  }

  @Override
  public void copyOutput(OutputStream stdout, OutputStream stderr) throws IOException {
    program.copyOutput(stdout, stderr);
  }

  @Override
  public ExitStatus awaitExit() throws InterruptedException {
    return program.awaitExit();
  }

  @Override
  public void resize(WindowSize size) throws InterruptedException {
    counters.countedOrder(() -> program.resize(size));
  }

  @Override
  public void signal(Signal signal) throws InterruptedException {
    counters.countedOrder(() -> program.signal(signal));
  }

  @Override
  public Optional<ProgramMark> mark() {
    return program.mark();
  }

  @Override
  public void close() {
    program.close();
  }
}
