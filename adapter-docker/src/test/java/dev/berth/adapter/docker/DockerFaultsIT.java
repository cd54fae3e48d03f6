package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What happens when engine, network, image or program do not behave.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerFaultsIT {
  private static final Labels MINE =
      new Labels(Map.of("berth.faults", UUID.randomUUID().toString()));
  private static final List<String> IDLE = BackendConfiguration.DEFAULT_IDLE_COMMAND;

  private final DockerContainerRuntimes runtimes = new DockerContainerRuntimes();
  private ContainerRuntime runtime = runtimes.at(TestEngine.configuration(TestEngine.DEMO));

  @BeforeAll
  void connect() throws InterruptedException {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
    runtime = TestEngine.runtime(runtimes);
  }

  @AfterEach
  void removeAll() throws InterruptedException {
    for (var left : runtime.list(MINE)) {
      runtime.remove(left.id());
    }
  }

  @AfterAll
  void disconnect() {
    runtimes.close();
  }

  @Test
  void withoutAnEngineItSaysSoAtOnce() {
    ContainerRuntime nothing = runtimes.at(at(Path.of("/nonexistent/engine.sock")));

    assertFailure(FailureCode.ENGINE_UNREACHABLE, nothing::ping);
  }

  @Test
  void anEngineThatDoesNotAnswerRunsIntoTheDeadline() throws Exception {
    try (FaultyProxy proxy = proxy()) {
      proxy.hang();
      ContainerRuntime hung = runtimes.at(within(Duration.ofMillis(300), at(proxy.socketFile())));

      assertFailure(FailureCode.ENGINE_TIMEOUT, hung::ping);
    }
  }

  @Test
  void anEngineThatStopsAnsweringRunsIntoTheDeadlineOfEachKindOfCall() throws Exception {
    ContainerId container = host(TestEngine.DEMO);
    try (FaultyProxy proxy = proxy()) {
      ContainerRuntime hung = runtimes.at(within(Duration.ofMillis(300), at(proxy.socketFile())));
      // Until it knows the engine's version, it asks for nothing else.
      Awaitility.await()
          .ignoreExceptionsInstanceOf(GatewayException.class)
          .until(() -> hung.imagePresent(TestEngine.DEMO));
      proxy.hang();

      assertFailure(FailureCode.ENGINE_TIMEOUT, () -> hung.exec(container, shell("true")));
      assertFailure(FailureCode.ENGINE_TIMEOUT, () -> hung.startHost(container));
      assertFails(FailureCode.PULL_FAILED, () -> hung.pull(TestEngine.DEMO));
      assertFails(FailureCode.ENGINE_TIMEOUT, () -> hung.remove(container));
    }
  }

  @Test
  void anInterruptEndsACall() throws Exception {
    try (FaultyProxy proxy = proxy()) {
      proxy.hang();
      ContainerRuntime hung = runtimes.at(at(proxy.socketFile()));
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  hung.ping();
                } catch (InterruptedException | RuntimeException ended) {
                  thrown.complete(ended);
                }
              });
      Awaitility.await().until(() -> caller.getState() == Thread.State.WAITING);

      caller.interrupt();

      assertThat(thrown.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void aStreamThatIsCutLosesTheExitAndEndsTheProgram() throws Exception {
    ContainerId container = host(TestEngine.DEMO);
    try (FaultyProxy proxy = proxy()) {
      RunningProgram program =
          runtimes.at(at(proxy.socketFile())).exec(container, shell("echo up; sleep 61"));
      CompletableFuture<ExitStatus> exit = exitOf(program);

      proxy.cut();

      assertThat(exit.get(60, TimeUnit.SECONDS)).isInstanceOf(ExitStatus.Lost.class);
      assertThat(output(runtime.exec(container, shell("ps | grep -c '[s]leep 61'"))))
          .isEqualTo("0\n");
    }
  }

  @Test
  void aStreamThatIsCutLosesTheExitOfAContainersOwnProgram() throws Exception {
    try (FaultyProxy proxy = proxy()) {
      ContainerRuntime cuttable = runtimes.at(at(proxy.socketFile()));
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
    try (FaultyProxy proxy = proxy()) {
      RunningProgram program =
          runtimes
              .at(at(proxy.socketFile()))
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
    try (FaultyProxy proxy = proxy()) {
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
    try (FaultyProxy proxy = proxy()) {
      proxy.cutStreams();
      long begun = System.nanoTime();

      assertFailure(
          FailureCode.ENGINE_UNREACHABLE,
          () -> runtimes.at(at(proxy.socketFile())).exec(container, shell("sleep 61")));
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
  void anImageWithoutAShellIsToldByItsCode() throws Exception {
    ContainerId idle =
        created(TestEngine.NO_SHELL, new ContainerRole.Host(List.of("/bin/sleep", "60")));
    runtime.startHost(idle);

    assertFailure(FailureCode.SHELL_MISSING, () -> runtime.exec(idle, shell("true")));
    ContainerId shell = created(TestEngine.NO_SHELL, new ContainerRole.Host(IDLE));
    assertFailure(FailureCode.SHELL_MISSING, () -> runtime.startHost(shell));
    ContainerId single = single(TestEngine.NO_SHELL, Optional.empty(), "true");
    assertFailure(FailureCode.SHELL_MISSING, () -> runtime.startSingle(single, Optional.empty()));
  }

  @Test
  void aPausedContainerIsToldByItsCode() throws Exception {
    ContainerId container = host(TestEngine.DEMO);
    assertThat(
            new ProcessBuilder("docker", "pause", container.value())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor())
        .isZero();

    assertFailure(FailureCode.CONTAINER_PAUSED, () -> runtime.exec(container, shell("true")));
  }

  @Test
  void configurationThatTheEngineRefusesHasACodeOfItsOwnAndLeavesNothing() throws Exception {
    ContainerSettings wrong =
        new ContainerSettings(
            TestEngine.DEMO,
            EngineFields.none(),
            new EngineFields(Map.of("memory", 1)),
            EngineFields.none(),
            EngineFields.none());

    assertFailure(
        FailureCode.CONTAINER_CONFIGURATION,
        () ->
            runtime.create(
                new ContainerSpec(
                    name(), wrong, new ContainerRole.Host(IDLE), Environment.empty(), MINE)));
    assertThat(runtime.list(MINE)).isEmpty();
  }

  @Test
  void pullingFromARegistryThatIsNotThereFails() {
    assertFails(
        FailureCode.PULL_FAILED,
        () -> runtime.pull(new ImageReference("127.0.0.1:1/nothing:latest")));
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

  @Test
  void aContainersEntrypointIsKept() throws Exception {
    ContainerId container = host(TestEngine.ENTRYPOINT);

    assertThat(output(runtime.exec(container, shell("ls /tmp/entered"))))
        .isEqualTo("/tmp/entered\n");
  }

  @Test
  void aContainerIsGoneSoonAfterItsGatewayWasKilled() throws Exception {
    String id = UUID.randomUUID().toString();
    Process gateway =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                LifelineHolder.class.getName(),
                id)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Labels theirs = new Labels(Map.of(LifelineHolder.LABEL, id));
    try (var said = gateway.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("holding");
      assertThat(runtime.list(theirs)).hasSize(1);

      gateway.destroyForcibly().waitFor();

      Awaitility.await().until(() -> runtime.list(theirs).isEmpty());
    } finally {
      gateway.destroyForcibly();
      for (var left : runtime.list(theirs)) {
        runtime.remove(left.id());
      }
    }
  }

  private ContainerId host(ImageReference image) throws InterruptedException {
    ContainerId container = created(image, new ContainerRole.Host(IDLE));
    runtime.startHost(container);
    return container;
  }

  private ContainerId single(ImageReference image, Optional<Terminal> terminal, String command)
      throws InterruptedException {
    return created(
        image,
        new ContainerRole.Single(new Invocation.ShellCommand(Command.of(command)), terminal));
  }

  private ContainerId created(ImageReference image, ContainerRole role)
      throws InterruptedException {
    return runtime.create(
        new ContainerSpec(name(), ContainerSettings.of(image), role, Environment.empty(), MINE));
  }

  private static String name() {
    return "berth-faults-" + UUID.randomUUID();
  }

  private static ExecSpec shell(String command) {
    return new ExecSpec(
        new Invocation.ShellCommand(Command.of(command)), Environment.empty(), Optional.empty());
  }

  private static String output(RunningProgram program) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    program.copyOutput(out, out);
    return out.toString(StandardCharsets.UTF_8);
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

  private static FaultyProxy proxy() throws Exception {
    return new FaultyProxy(Path.of(TestEngine.endpoint().host().getPath()));
  }

  private static BackendConfiguration at(Path socketFile) {
    return TestEngine.configuration(TestEngine.DEMO)
        .withEndpoint(new EngineEndpoint(URI.create("unix://" + socketFile), Optional.empty()));
  }

  private static BackendConfiguration within(Duration limit, BackendConfiguration like) {
    return new BackendConfiguration(
        like.endpoint(),
        like.mode(),
        like.settings(),
        like.containerName(),
        like.pullPolicy(),
        like.credentials(),
        like.exposeMetadata(),
        new Timeouts(limit, limit, limit, limit, limit, limit, limit));
  }

  private static void assertFailure(FailureCode code, Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.code()).as(failure.operatorMessage()).isEqualTo(code));
  }

  private static void assertFails(FailureCode code, Action call) {
    assertFailure(
        code,
        () -> {
          call.run();
          return true;
        });
  }

  private interface Action {
    void run() throws Exception;
  }
}
