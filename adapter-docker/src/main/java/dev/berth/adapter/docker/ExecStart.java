package dev.berth.adapter.docker;

import dev.berth.adapter.docker.Announcement.NotLaunched;
import dev.berth.adapter.docker.Launcher.Launching;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The way from an exec request to a program that runs: create, start, hear its PID, set its
/// terminal's size, let it go.
///
/// @param engine where
/// @param timeouts `commandStart` bounds all of it
/// @param container in which
/// @param spec what
/// @param launcher by what
record ExecStart(
    Engine engine, Timeouts timeouts, ContainerId container, ExecSpec spec, Launcher launcher) {
  /// How long the engine may take from the end of a stream to the exit code; without one the stream
  /// was cut, and there is nothing to wait for.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  ExecProgram run() throws InterruptedException {
    boolean terminal = spec.terminal().isPresent();
    long end = System.nanoTime() + timeouts.commandStart().toNanos();
    ExecHandle exec =
        ExecHandle.create(
            engine,
            container,
            launcher.argv(spec.terminal(), spec.invocation()),
            assignments(),
            terminal,
            attempt(),
            timeouts.commandStart());
    EngineStream stream = null;
    boolean launched = false;
    boolean refused = false;
    try {
      stream = exec.start(attempt(), left(end));
      ExecProgram program =
          launch(
              new Launching(exec, stream, new OutputReader(stream.input(), !exec.terminal())), end);
      launched = true;
      return program;
    } catch (GatewayException failed) {
      refused = isRefusal(failed.code(), stream != null);
      throw failed;
    } finally {
      if (!launched) {
        if (stream != null) {
          stream.close();
        }
        if (!refused) {
          endWhatMayRun(exec);
        }
      }
    }
  }

  /// Whether a failure says that nothing was started and nothing will be. An engine that hangs does
  /// not: when it wakes up it still reads what it was asked.
  private static boolean isRefusal(FailureCode code, boolean accepted) {
    return switch (code) {
      case SHELL_MISSING, CONTAINER_CONFIGURATION, BAD_REQUEST -> true;
      case CONTAINER_GONE, CONTAINER_PAUSED -> !accepted;
      default -> false;
    };
  }

  /// The user is told that the program was not started, so it must not run.
  private void endWhatMayRun(ExecHandle exec) {
    launcher.mark().ifPresent(mark -> new Reaper(engine, container, timeouts).endStart(exec, mark));
  }

  private List<String> assignments() {
    List<String> assignments =
        new ArrayList<>(environment(spec.environment(), spec.terminal()).assignments());
    launcher.mark().ifPresent(mark -> assignments.add(LaunchScript.MARK + "=" + mark));
    return assignments;
  }

  private ExecProgram launch(Launching launching, long end) throws InterruptedException {
    ExecHandle exec = launching.exec();
    AtomicBoolean late = new AtomicBoolean();
    Future<?> watchdog =
        ForkJoinPool.commonPool()
            .schedule(
                () -> {
                  late.set(true);
                  launching.stream().close();
                },
                left(end).toNanos(),
                TimeUnit.NANOSECONDS);
    try {
      Announcement announcement = launcher.launch(launching, () -> size(exec, left(end)));
      return new ExecProgram(
          this, launching, announcement, launcher.inside(engine, container, timeouts.signal()));
    } catch (NotLaunched notLaunched) {
      if (Thread.interrupted()) {
        throw new InterruptedException(attempt());
      }
      if (late.get()) {
        throw DockerFailures.timeout(attempt(), engine.endpoint(), notLaunched);
      }
      throw explained(exec, String.valueOf(notLaunched.getMessage()), left(end));
    } catch (IOException broken) {
      throw DockerFailures.of(attempt(), engine.endpoint(), broken, DockerFailures::executing);
    } finally {
      watchdog.cancel(false);
    }
  }

  private void size(ExecHandle exec, Duration deadline) throws InterruptedException {
    WindowSize size = spec.terminal().orElseThrow().size();
    if (size.columns() > 0 || size.rows() > 0) {
      exec.resize(size, attempt(), deadline);
    }
  }

  /// Why a launcher did not come to its first word. Without one the engine says so in the stream,
  /// and gives 126 to 128 as the exit code.
  private GatewayException explained(ExecHandle exec, String text, Duration deadline)
      throws InterruptedException {
    int code;
    try {
      code = exec.awaitCode(attempt(), deadline.compareTo(PATIENCE) < 0 ? deadline : PATIENCE);
    } catch (GatewayException failed) {
      return failed.code() == FailureCode.ENGINE_TIMEOUT
          ? DockerFailures.unreachable(
              attempt(), engine.endpoint(), new IOException("the stream was cut", failed))
          : failed;
    }
    EngineAnswer answer =
        code >= 126 && code <= 128
            ? new EngineAnswer(200, text.isEmpty() ? "exit code " + code : text)
            : new EngineAnswer(409, "the launcher ended with " + code + " before it did anything");
    return DockerFailures.refused(attempt(), engine.endpoint(), answer, DockerFailures::executing);
  }

  static Environment environment(Environment environment, Optional<Terminal> terminal) {
    return terminal
        .map(Terminal::type)
        .filter(type -> !type.isEmpty() && !environment.variables().containsKey("TERM"))
        .map(type -> environment.with("TERM", type))
        .orElse(environment);
  }

  private String attempt() {
    return "starting a program in container " + container.brief();
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
  }
}
