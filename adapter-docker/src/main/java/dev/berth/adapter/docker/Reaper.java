package dev.berth.adapter.docker;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Signal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Ends, in the background, programs that nobody follows: their users were told that they have not
/// started or are lost.
///
/// @param engine where; it bounds how many calls are made for this at once
/// @param container in which
/// @param timeouts for each call
record Reaper(Engine engine, ContainerId container, Timeouts timeouts) {
  /// How long a program is looked for on an engine that answers.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// How long altogether; an engine that was away for longer has hardly kept the program.
  private static final Duration MOST_PATIENCE = Duration.ofMinutes(10);

  /// One try.
  @FunctionalInterface
  private interface Try {
    /// Whether nothing is left and nothing can come.
    boolean succeeds() throws InterruptedException;
  }

  /// Ends whatever has a mark, until its exec has ended. One whose request the engine has not read
  /// yet may still start it.
  void endStart(ExecHandle exec, String mark) {
    Remains remains = new Remains(engine, container, timeouts.signal());
    inBackground(() -> {
      // In this order, so that nothing can start after the last look.
      boolean over = isOver(exec);
      return !remains.signal(List.of(Remains.mark(mark)), Signal.KILL) && over;
    });
  }

  /// Ends one program, if there still is that program.
  void endProgram(long pid, String mark) {
    ContainerShell shell = new ContainerShell(engine, container, timeouts.signal());
    inBackground(() -> {
      shell.kill(pid, mark);
      return true;
    });
  }

  /// One that the engine has forgotten does not start any more. It may run on in its container,
  /// though, if that has outlived a restart of the engine.
  private boolean isOver(ExecHandle exec) throws InterruptedException {
    try {
      return exec.code("looking after a start in container " + container.brief(), timeouts.http())
          .isPresent();
    } catch (GatewayException failed) {
      return failed.code() == FailureCode.CONTAINER_GONE;
    }
  }

  private void inBackground(Try once) {
    Thread.ofVirtual()
        .name("reap-" + container.brief())
        .start(() -> {
          try {
            repeat(once);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void repeat(Try once) throws InterruptedException {
    Backoff backoff = new Backoff(Duration.ofSeconds(5));
    long begun = System.nanoTime();
    long absent = begun;
    do {
      try {
        if (succeeds(once)) {
          return;
        }
      } catch (GatewayException notDone) {
        switch (notDone.code()) {
          case CONTAINER_GONE -> {
            return;
          }
          case ENGINE_UNREACHABLE, ENGINE_TIMEOUT, CONTAINER_PAUSED -> absent = System.nanoTime();
          default -> {
            // It may be done the next time.
          }
        }
      }
      backoff.pause();
    } while (isWithin(PATIENCE, absent) && isWithin(MOST_PATIENCE, begun));
  }

  private boolean succeeds(Try once) throws InterruptedException {
    Semaphore permits = engine.reapers();
    permits.acquire();
    try {
      return once.succeeds();
    } finally {
      permits.release();
    }
  }

  private static boolean isWithin(Duration time, long since) {
    return System.nanoTime() - since < time.toNanos();
  }
}
