package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ContainerRuntime;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What happens when engine, registry, image or configuration do not behave.
class DockerFaultsIT extends OnTestEngine {
  @Test
  void withoutAnEngineItSaysSoAtOnce() {
    ContainerRuntime nothing =
        runtimes.at(
            TestEngine.configuration(TestEngine.DEMO)
                .withEndpoint(
                    new EngineEndpoint(
                        URI.create("unix:///nonexistent/engine.sock"), Optional.empty())));

    assertFailure(FailureCode.ENGINE_UNREACHABLE, nothing::ping);
  }

  @Test
  void anEngineThatDoesNotAnswerRunsIntoTheDeadline() throws Exception {
    try (FaultyProxy proxy = FaultyProxy.toEngine()) {
      proxy.hang();
      ContainerRuntime hung = runtimes.at(within(Duration.ofMillis(300), proxy.configuration()));

      assertFailure(FailureCode.ENGINE_TIMEOUT, hung::ping);
    }
  }

  @Test
  void anEngineThatStopsAnsweringRunsIntoTheDeadlineOfEachKindOfCall() throws Exception {
    ContainerId container = host(TestEngine.DEMO);
    try (FaultyProxy proxy = FaultyProxy.toEngine()) {
      ContainerRuntime hung = runtimes.at(within(Duration.ofMillis(300), proxy.configuration()));
      // Until it knows the engine's version, it asks for nothing else.
      Awaitility.await()
          .ignoreExceptionsInstanceOf(GatewayException.class)
          .until(() -> hung.imagePresent(TestEngine.DEMO));
      proxy.hang();

      assertFailure(FailureCode.ENGINE_TIMEOUT, () -> hung.exec(container, shell("true")));
      assertFailure(FailureCode.ENGINE_TIMEOUT, () -> hung.startHost(container));
      assertFails(FailureCode.PULL_FAILED, () -> hung.pull(TestEngine.DEMO, _ -> {}));
      assertFails(FailureCode.ENGINE_TIMEOUT, () -> hung.remove(container));
    }
  }

  @Test
  void anInterruptEndsACall() throws Exception {
    try (FaultyProxy proxy = FaultyProxy.toEngine()) {
      proxy.hang();
      ContainerRuntime hung = runtimes.at(proxy.configuration());
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
  void anImageWithoutAShellIsToldByItsCode() throws Exception {
    ContainerId idle =
        created(TestEngine.NO_SHELL, new ContainerRole.Host(List.of("/bin/sleep", "60")));
    runtime.startHost(idle);

    assertFailure(FailureCode.SHELL_MISSING, () -> runtime.exec(idle, shell("true")));
    ContainerId shell =
        created(
            TestEngine.NO_SHELL, new ContainerRole.Host(BackendConfiguration.DEFAULT_IDLE_COMMAND));
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
        () -> created(wrong, new ContainerRole.Host(BackendConfiguration.DEFAULT_IDLE_COMMAND)));
    assertThat(runtime.list(mine)).isEmpty();
  }

  @Test
  void pullingFromARegistryThatIsNotThereFails() {
    assertFails(
        FailureCode.PULL_FAILED,
        () -> runtime.pull(new ImageReference("127.0.0.1:1/nothing:latest"), _ -> {}));
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

  private static BackendConfiguration within(Duration limit, BackendConfiguration like) {
    return like.withTimeouts(new Timeouts(limit, limit, limit, limit, limit, limit, limit));
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
