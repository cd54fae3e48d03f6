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
  private static final class Errands implements Behaviour {
    /// What a look finds.
    @FunctionalInterface
    interface State {
      /// @param looks how many there were, with this one
      /// @param kills how often KILL was sent
      Reply after(int looks, int kills);
    }

    private final AtomicInteger kills = new AtomicInteger();
    private final Reply programsStart;
    private final State programsState;
    private final AtomicInteger looks = new AtomicInteger();
    private int victims;

    /// @param programsState what looks at the program find
    Errands(Reply programsStart, State programsState) {
      this.programsStart = programsStart;
      this.programsState = programsState;
    }

    /// How often KILL finds something.
    Errands victims(int number) {
      victims = number;
      return this;
    }

    int looks() {
      return looks.get();
    }

    @Override
    public Reply start(Exec exec) {
      return exec.kills(MARK) ? StubEngine.stream("") : programsStart;
    }

    @Override
    public Reply inspect(Exec exec) {
      return exec.kills(MARK)
          ? StubEngine.exited(kills.incrementAndGet() > victims ? 1 : 0)
          : programsState.after(looks.incrementAndGet(), kills());
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
    Errands errands =
        new Errands(
            StubEngine.silence(),
            (look, _) ->
                look < 3
                    ? StubEngine.json(200, "{\"Running\":false,\"ExitCode\":null}")
                    : StubEngine.exited(137));
    try (StubEngine stub = new StubEngine(errands)) {
      OnTestEngine.assertFailure(FailureCode.ENGINE_TIMEOUT, () -> start(stub, SOON).run());

      awaitKills(errands, 3);
      assertThat(errands.looks()).isEqualTo(3);
    }
  }

  @Test
  void whatAnInterruptedStartMayHaveStartedIsEnded() throws Exception {
    CompletableFuture<Boolean> starting = new CompletableFuture<>();
    Errands errands =
        new Errands(
            client -> {
              starting.complete(true);
              StubEngine.silence().to(client);
            },
            (_, _) -> StubEngine.exited(137));
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
          new Errands(
              cut, (_, kills) -> kills == 0 ? StubEngine.running() : StubEngine.exited(137));
      try (StubEngine stub = new StubEngine(errands)) {
        OnTestEngine.assertFailure(
            FailureCode.ENGINE_UNREACHABLE, () -> start(stub, Duration.ofMillis(500)).run());

        awaitKills(errands, 2);
      }
    }
  }

  @Test
  void whatALauncherThatHasEndedMayHaveLeftIsEnded() throws Exception {
    Errands errands = new Errands(StubEngine.stream(""), (_, _) -> StubEngine.exited(0));
    try (StubEngine stub = new StubEngine(errands)) {
      OnTestEngine.assertFailure(FailureCode.CONTAINER_GONE, () -> start(stub, LATE).run());

      awaitKills(errands, 1);
    }
  }

  @Test
  void anEngineThatHasForgottenTheProgramMayHaveLeftItRunning() throws Exception {
    Errands errands =
        new Errands(
                StubEngine.silence(),
                (look, _) ->
                    look == 1
                        ? StubEngine.refusal(500, "something is wrong")
                        : StubEngine.refusal(404, "No such exec instance: 0"))
            .victims(2);
    try (StubEngine stub = new StubEngine(errands)) {
      OnTestEngine.assertFailure(FailureCode.ENGINE_TIMEOUT, () -> start(stub, SOON).run());

      awaitKills(errands, 3);
      assertThat(errands.looks()).isEqualTo(3);
    }
  }

  @Test
  void whatTheEngineRefusedToStartIsNotLookedFor() throws Exception {
    Errands errands =
        new Errands(
            StubEngine.refusal(400, "exec: \\\"/bin/sh\\\": no such file or directory"),
            (_, _) -> StubEngine.exited(126));
    try (StubEngine stub = new StubEngine(errands)) {
      ExecStart start = start(stub, LATE);
      OnTestEngine.assertFailure(FailureCode.SHELL_MISSING, start::run);

      Awaitility.await()
          .during(Duration.ofMillis(500))
          .until(() -> errands.looks() == 0 && stub.execs().size() == 1);
    }
  }

  @Test
  void manyFailedStartsAreEndedAFewAtATime() throws Exception {
    int starts = 3 * Engine.MOST_REAPERS;
    Semaphore go = new Semaphore(0);
    AtomicInteger waiting = new AtomicInteger();
    Errands errands =
        new Errands(
            StubEngine.refusal(500, "something is wrong"), (_, _) -> StubEngine.exited(126));
    Behaviour held =
        new Behaviour() {
          @Override
          public Reply start(Exec exec) {
            if (!exec.kills(MARK)) {
              return errands.start(exec);
            }
            waiting.incrementAndGet();
            return client -> {
              go.acquire();
              waiting.decrementAndGet();
              errands.start(exec).to(client);
            };
          }

          @Override
          public Reply inspect(Exec exec) {
            return errands.inspect(exec);
          }
        };
    try (StubEngine stub = new StubEngine(held)) {
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
