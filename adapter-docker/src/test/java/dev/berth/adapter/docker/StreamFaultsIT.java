package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.RunningProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What becomes of a program when its streams end before it does, or it before them.
class StreamFaultsIT extends OnTestEngine {
  @Test
  void aStreamThatIsCutLosesTheExitAndEndsTheProgram() throws Exception {
    ContainerId container = host(TestEngine.DEMO);
    try (FaultyProxy proxy = FaultyProxy.toEngine()) {
      RunningProgram program =
          runtimes.at(proxy.configuration()).exec(container, shell("echo up; sleep 61"));
      CompletableFuture<ExitStatus> exit = exitOf(program);

      proxy.cut();

      assertThat(exit.get(60, TimeUnit.SECONDS)).isInstanceOf(ExitStatus.Lost.class);
      assertThat(output(runtime.exec(container, shell("ps | grep -c '[s]leep 61'"))))
          .isEqualTo("0\n");
    }
  }

  @Test
  void aStreamThatIsCutLosesTheExitOfAContainersOwnProgram() throws Exception {
    try (FaultyProxy proxy = FaultyProxy.toEngine()) {
      ContainerRuntime cuttable = runtimes.at(proxy.configuration());
      RunningProgram program =
          cuttable.startSingle(
              single(TestEngine.DEMO, Optional.empty(), "echo up; sleep 61"), Optional.empty());
      CompletableFuture<ExitStatus> exit = exitOf(program);

      proxy.cut();

      assertThat(exit.get(60, TimeUnit.SECONDS)).isInstanceOf(ExitStatus.Lost.class);
    }
  }

  @Test
  void closingAProgramThatWorksOnWithoutOutputEndsTheWaitForIt() throws Exception {
    ContainerId container = host(TestEngine.DEMO);
    try (FaultyProxy proxy = FaultyProxy.toEngine()) {
      RunningProgram program =
          runtimes
              .at(proxy.configuration())
              .exec(container, shell("echo up; exec >/tmp/f 2>&1; sleep 1000"));
      CompletableFuture<ExitStatus> exit = exitOf(program);
      // Docker ends the output only with the program, so something else has to.
      proxy.cut();
      // Past the point where it was found to work on without output.
      Thread.sleep(3000);
      assertThat(exit).isNotDone();

      program.close();

      assertThat(exit.get(60, TimeUnit.SECONDS)).isInstanceOf(ExitStatus.Lost.class);
    }
  }

  @Test
  void closingAContainersOwnProgramEndsTheWaitForIt() throws Exception {
    RunningProgram program =
        runtime.startSingle(
            single(TestEngine.DEMO, Optional.empty(), "echo up; sleep 1000"), Optional.empty());
    CompletableFuture<ExitStatus> exit = exitOf(program);

    program.close();

    assertThat(exit.get(60, TimeUnit.SECONDS)).isInstanceOf(ExitStatus.Lost.class);
  }

  @Test
  void aResetLosesTheExitEvenIfTheProgramEndsWell() throws Exception {
    ContainerId container = host(TestEngine.DEMO);
    try (FaultyProxy proxy = FaultyProxy.toEngine()) {
      ContainerRuntime remote =
          runtimes.at(
              TestEngine.configuration(TestEngine.DEMO)
                  .withEndpoint(new EngineEndpoint(proxy.networkAddress(), Optional.empty())));
      RunningProgram program =
          remote.exec(container, shell("echo up; until [ -e /tmp/go ]; do sleep 0.1; done"));
      CompletableFuture<Boolean> over = new CompletableFuture<>();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Thread.ofVirtual()
          .start(() -> {
            try {
              program.copyOutput(out, out);
              over.complete(true);
            } catch (Exception failed) {
              over.completeExceptionally(failed);
            }
          });
      Awaitility.await().until(() -> out.size() > 0);
      proxy.reset();
      over.get(60, TimeUnit.SECONDS);
      output(runtime.exec(container, shell("touch /tmp/go; sleep 1")));

      assertThat(program.awaitExit()).isInstanceOf(ExitStatus.Lost.class);
    }
  }

  @Test
  void aStreamThatIsCutBeforeTheProgramRunsIsGivenUpSoon() throws Exception {
    ContainerId container = host(TestEngine.DEMO);
    try (FaultyProxy proxy = FaultyProxy.toEngine()) {
      proxy.cutStreams();
      long begun = System.nanoTime();

      assertFailure(
          FailureCode.ENGINE_UNREACHABLE,
          () -> runtimes.at(proxy.configuration()).exec(container, shell("sleep 61")));
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
    }
  }

  @Test
  void aProgramMayEndBeforeItsInputDoes() throws Exception {
    ContainerId container = host(TestEngine.DEMO);
    for (int i = 0; i < 10; i++) {
      assertEndsBeforeItsInput(
          runtime.exec(container, shell(i % 2 == 0 ? "exit 3" : "head -c 1; exit 3")));
    }
    assertEndsBeforeItsInput(
        runtime.startSingle(
            single(TestEngine.DEMO, Optional.empty(), "head -c 1; exit 3"), Optional.empty()));
  }

  private static void assertEndsBeforeItsInput(RunningProgram program) throws Exception {
    try (program) {
      Thread.ofVirtual()
          .start(() -> {
            try (OutputStream stdin = program.stdin()) {
              stdin.write(new byte[1 << 20]);
            } catch (IOException nobodyReads) {
              // As expected.
            }
          });
      output(program);

      assertThat(program.awaitExit()).isEqualTo(new ExitStatus.Exited(3));
    }
  }

  @Test
  void aProgramMayCloseItsOutputAndWorkOn() throws Exception {
    ContainerId container = host(TestEngine.DEMO);
    for (String command :
        List.of("exec >&- 2>&-; sleep 1; exit 5", "exec >/tmp/f 2>&1; sleep 1; exit 5")) {
      RunningProgram program = runtime.exec(container, shell(command));
      output(program);

      assertThat(program.awaitExit()).isEqualTo(new ExitStatus.Exited(5));
    }
  }

  @Test
  void aContainersOwnProgramMayCloseItsOutputAndWorkOn() throws Exception {
    RunningProgram program =
        runtime.startSingle(
            single(TestEngine.DEMO, Optional.empty(), "exec >/tmp/f 2>&1; sleep 5; exit 5"),
            Optional.empty());
    output(program);

    assertThat(program.awaitExit()).isEqualTo(new ExitStatus.Exited(5));
  }

  @Test
  void aContainerThatEndsUnderAProgramEndsIt() throws Exception {
    ContainerId container = host(TestEngine.DEMO);
    RunningProgram program = runtime.exec(container, shell("echo up; sleep 61"));
    CompletableFuture<ExitStatus> exit = exitOf(program);

    runtime.remove(container);

    assertThat(exit.get(60, TimeUnit.SECONDS))
        .isIn(
            new ExitStatus.Exited(137),
            new ExitStatus.Lost("the container engine no longer knows the program"));
  }

  @Test
  void closingTheInputOfATerminalIsEndOfFileAndKeepsTheOutput() throws Exception {
    Optional<Terminal> terminal = Optional.of(new Terminal("vt100", WindowSize.of(80, 24)));
    // A container's own program may run a moment before the engine lets anyone set its size.
    String sized = "until [ \"$(stty size 2>/dev/null)\" = '24 80' ]; do sleep 0.01; done; ";
    String command = "stty size; echo $TERM; wc -c; exit 6";
    for (RunningProgram program :
        List.of(
            runtime.exec(
                host(TestEngine.DEMO),
                new ExecSpec(
                    new Invocation.ShellCommand(Command.of(command)),
                    Environment.empty(),
                    terminal)),
            runtime.startSingle(single(TestEngine.DEMO, terminal, sized + command), terminal))) {
      program.stdin().close();

      assertThat(output(program)).contains("24 80\r\nvt100\r\n").contains("0\r\n");
      assertThat(program.awaitExit()).isEqualTo(new ExitStatus.Exited(6));
    }
  }

  /// Follows a program in the background; returns when it has said its first word.
  private static CompletableFuture<ExitStatus> exitOf(RunningProgram program) throws Exception {
    CompletableFuture<Boolean> up = new CompletableFuture<>();
    CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    OutputStream first =
        new OutputStream() {
          @Override
          public void write(int b) {
            up.complete(true);
          }
        };
    Thread.ofVirtual()
        .start(() -> {
          try {
            program.copyOutput(first, first);
            exit.complete(program.awaitExit());
          } catch (Exception failed) {
            exit.completeExceptionally(failed);
          }
        });
    up.get(60, TimeUnit.SECONDS);
    return exit;
  }
}
