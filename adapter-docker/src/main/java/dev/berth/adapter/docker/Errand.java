package dev.berth.adapter.docker;

import dev.berth.domain.container.ContainerId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Short programs that the gateway runs in a container for itself.
///
/// @param engine where
/// @param container in which
/// @param deadline for each of them
record Errand(Engine engine, ContainerId container, Duration deadline) {
  /// What came of one.
  ///
  /// @param code its exit code
  /// @param output what it said, in short
  record Outcome(int code, String output) {}

  /// Runs one to its end.
  ///
  /// @param attempt what is attempted on what, for the operator
  Outcome run(String attempt, List<String> argv) throws InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    ExecHandle exec =
        ExecHandle.create(engine, container, argv, List.of(), false, attempt, deadline);
    try (EngineStream stream = exec.start(attempt, deadline)) {
      stream.output().close();
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      drain(stream, output, end);
      int code = exec.awaitCode(attempt, Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      return new Outcome(
          code, EngineAnswer.bounded(output.toString(StandardCharsets.UTF_8).strip()));
    } catch (IOException impossible) {
      throw DockerFailures.of(attempt, engine.endpoint(), impossible, DockerFailures::executing);
    }
  }

  private static void drain(EngineStream stream, OutputStream output, long end) {
    Future<?> timer =
        ForkJoinPool.commonPool()
            .schedule(stream::close, end - System.nanoTime(), TimeUnit.NANOSECONDS);
    try {
      new OutputReader(stream.input(), true).copy(output, output);
    } catch (IOException cut) {
      // Its exit code tells.
    } finally {
      timer.cancel(false);
    }
  }
}
