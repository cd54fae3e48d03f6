package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.docker.StubEngine.Behaviour;
import dev.berth.adapter.docker.StubEngine.Exec;
import dev.berth.adapter.docker.StubEngine.Reply;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.failure.FailureCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whoever was told that a program did not start has no program that runs.
@Timeout(60)
class ExecStartTest {
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Duration LATE = Duration.ofSeconds(30);
  private static final String MARK = "5ca1ab1e";

  /// What errands find; the program itself is what tests are about.
  private abstract static class Errands implements Behaviour {
    private final AtomicInteger kills = new AtomicInteger();

    abstract Reply startProgram(Exec program);

    abstract Reply inspectProgram();

    /// How often KILL finds something.
    int victims() {
      return 0;
    }

    @Override
    public Reply start(Exec exec) {
      return exec.kills(MARK) ? StubEngine.stream("") : startProgram(exec);
    }

    @Override
    public Reply inspect(Exec exec) {
      return exec.kills(MARK)
          ? StubEngine.exited(kills.incrementAndGet() > victims() ? 1 : 0)
          : inspectProgram();
    }

    int kills() {
      return kills.get();
    }
  }

  private static ExecStart start(StubEngine stub, Duration timeout) {
    return new ExecStart(
        new Engine(stub.endpoint()),
        new Timeouts(LATE, LATE, timeout, LATE, LATE, LATE, LATE),
        new ContainerId("c1"),
        OnTestEngine.shell("sleep 61"),
        new ShellLauncher(MARK));
  }

  private static void awaitKills(Errands errands, int number) {
    Awaitility.await().untilAsserted(() -> assertThat(errands.kills()).isEqualTo(number));
  }

  @Test
  void whatAHangingEngineMayStartLaterIsEnded() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Errands errands =
        new Errands() {
          @Override
          Reply startProgram(Exec program) {
            return StubEngine.silence();
          }

          @Override
          Reply inspectProgram() {
            return looks.incrementAndGet() < 3
                ? StubEngine.json(200, "{\"Running\":false,\"ExitCode\":null}")
                : StubEngine.exited(137);
          }
        };
    try (StubEngine stub = new StubEngine(errands)) {
      OnTestEngine.assertFailure(FailureCode.ENGINE_TIMEOUT, () -> start(stub, SOON).run());

      awaitKills(errands, 3);
      assertThat(looks).hasValue(3);
    }
  }

  @Test
  void whatAnInterruptedStartMayHaveStartedIsEnded() throws Exception {
    CompletableFuture<Boolean> starting = new CompletableFuture<>();
    Errands errands =
        new Errands() {
          @Override
          Reply startProgram(Exec program) {
            starting.complete(true);
            return StubEngine.silence();
          }

          @Override
          Reply inspectProgram() {
            return StubEngine.exited(137);
          }
        };
    try (StubEngine stub = new StubEngine(errands)) {
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread starter =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  start(stub, LATE).run();
                } catch (InterruptedException | RuntimeException ended) {
                  thrown.complete(ended);
                }
              });
      starting.get(60, TimeUnit.SECONDS);
      starter.interrupt();

      assertThat(thrown.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
      awaitKills(errands, 1);
    }
  }

  @Test
  void whatAStartMayHaveLeftWhoseAnswerWasCutOffIsEnded() throws Exception {
    for (Reply cut : new Reply[] {StubEngine.stream(""), _ -> {}}) {
      Errands errands =
          new Errands() {
            @Override
            Reply startProgram(Exec program) {
              return cut;
            }

            @Override
            Reply inspectProgram() {
              return kills() == 0 ? StubEngine.running() : StubEngine.exited(137);
            }
          };
      try (StubEngine stub = new StubEngine(errands)) {
        OnTestEngine.assertFailure(
            FailureCode.ENGINE_UNREACHABLE, () -> start(stub, Duration.ofMillis(500)).run());

        awaitKills(errands, 2);
      }
    }
  }

  @Test
  void whatALauncherThatHasEndedMayHaveLeftIsEnded() throws Exception {
    Errands errands =
        new Errands() {
          @Override
          Reply startProgram(Exec program) {
            return StubEngine.stream("");
          }

          @Override
          Reply inspectProgram() {
            return StubEngine.exited(0);
          }
        };
    try (StubEngine stub = new StubEngine(errands)) {
      OnTestEngine.assertFailure(FailureCode.CONTAINER_GONE, () -> start(stub, LATE).run());

      awaitKills(errands, 1);
    }
  }

  @Test
  void anEngineThatHasForgottenTheProgramMayHaveLeftItRunning() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Errands errands =
        new Errands() {
          @Override
          Reply startProgram(Exec program) {
            return StubEngine.silence();
          }

          @Override
          Reply inspectProgram() {
            return looks.incrementAndGet() == 1
                ? StubEngine.refusal(500, "something is wrong")
                : StubEngine.refusal(404, "No such exec instance: 0");
          }

          @Override
          int victims() {
            return 2;
          }
        };
    try (StubEngine stub = new StubEngine(errands)) {
      OnTestEngine.assertFailure(FailureCode.ENGINE_TIMEOUT, () -> start(stub, SOON).run());

      awaitKills(errands, 3);
      assertThat(looks).hasValue(3);
    }
  }

  @Test
  void whatTheEngineRefusedToStartIsNotLookedFor() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Errands errands =
        new Errands() {
          @Override
          Reply startProgram(Exec program) {
            return StubEngine.refusal(400, "exec: \\\"/bin/sh\\\": no such file or directory");
          }

          @Override
          Reply inspectProgram() {
            looks.incrementAndGet();
            return StubEngine.exited(126);
          }
        };
    try (StubEngine stub = new StubEngine(errands)) {
      ExecStart start = start(stub, LATE);
      OnTestEngine.assertFailure(FailureCode.SHELL_MISSING, start::run);

      Awaitility.await()
          .during(Duration.ofMillis(500))
          .until(() -> looks.get() == 0 && stub.execs().size() == 1);
    }
  }

  @Test
  void manyFailedStartsAreEndedAFewAtATime() throws Exception {
    int starts = 3 * Engine.MOST_REAPERS;
    Semaphore go = new Semaphore(0);
    AtomicInteger waiting = new AtomicInteger();
    Errands errands =
        new Errands() {
          @Override
          public Reply start(Exec exec) {
            if (!exec.kills(MARK)) {
              return StubEngine.refusal(500, "something is wrong");
            }
            waiting.incrementAndGet();
            return client -> {
              go.acquire();
              waiting.decrementAndGet();
              StubEngine.stream("").to(client);
            };
          }

          @Override
          Reply startProgram(Exec program) {
            throw new AssertionError();
          }

          @Override
          Reply inspectProgram() {
            return StubEngine.exited(126);
          }
        };
    try (StubEngine stub = new StubEngine(errands)) {
      ExecStart start = start(stub, LATE);
      IntStream.range(0, starts)
          .forEach(_ -> OnTestEngine.assertFailure(FailureCode.ENGINE_ERROR, start::run));

      Awaitility.await()
          .until(() ->
              waiting.get() == Engine.MOST_REAPERS
                  && start.engine().reapers().getQueueLength() == starts - Engine.MOST_REAPERS);
      assertThat(errands.kills()).isZero();
      go.release(starts);
      awaitKills(errands, starts);
    }
  }
}
