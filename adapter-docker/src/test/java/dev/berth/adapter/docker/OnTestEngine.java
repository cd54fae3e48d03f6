package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.container.Labels;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.Terminal;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.RunningProgram;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// A connection to the test engine; whatever a test has left there goes after it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnTestEngine {
  /// On every container of the class, and on nobody else's.
  final Labels mine = new Labels(Map.of("berth.test", UUID.randomUUID().toString()));

  final DockerContainerRuntimes runtimes = new DockerContainerRuntimes();
  ContainerRuntime runtime = runtimes.at(TestEngine.configuration(TestEngine.DEMO));

  @BeforeAll
  void connect() throws InterruptedException {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
    runtime = TestEngine.runtime(runtimes);
  }

  @AfterEach
  void removeWhatIsLeft() throws InterruptedException {
    for (var left : runtime.list(mine)) {
      runtime.remove(left.id());
    }
  }

  @AfterAll
  void disconnect() {
    runtimes.close();
  }

  /// A container that runs the idle program.
  ContainerId host(ImageReference image) throws InterruptedException {
    return host(image, BackendConfiguration.DEFAULT_IDLE_COMMAND);
  }

  ContainerId host(ImageReference image, List<String> idle) throws InterruptedException {
    return started(created(image, new ContainerRole.Host(idle)));
  }

  ContainerId started(ContainerId container) throws InterruptedException {
    runtime.startHost(container);
    return container;
  }

  /// A container whose own program is a command; not started.
  ContainerId single(ImageReference image, Optional<Terminal> terminal, String command)
      throws InterruptedException {
    return created(
        image,
        new ContainerRole.Single(new Invocation.ShellCommand(Command.of(command)), terminal));
  }

  ContainerId created(ImageReference image, ContainerRole role) throws InterruptedException {
    return created(ContainerSettings.of(image), role);
  }

  ContainerId created(ContainerSettings settings, ContainerRole role) throws InterruptedException {
    return runtime.create(
        new ContainerSpec(
            "berth-test-" + UUID.randomUUID(), settings, role, Environment.empty(), mine));
  }

  static ExecSpec shell(String command) {
    return new ExecSpec(
        new Invocation.ShellCommand(Command.of(command)), Environment.empty(), Optional.empty());
  }

  /// All that a program writes, to its end.
  static String output(RunningProgram program) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    program.copyOutput(out, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  static void assertFailure(FailureCode code, Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.code()).as(failure.operatorMessage()).isEqualTo(code));
  }
}
