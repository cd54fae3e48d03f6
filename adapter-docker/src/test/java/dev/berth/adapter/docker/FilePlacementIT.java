package dev.berth.adapter.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.container.Labels;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Environment;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.RunningProgram;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose files are that are written into a container, and where they cannot be written.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilePlacementIT {
  private static final Map<String, HandedFile> FILES =
      Map.of(
          "/etc/plain",
          new HandedFile("plain".getBytes(UTF_8), false),
          "/etc/new/dir/secret",
          new HandedFile("secret".getBytes(UTF_8), true),
          "/" + "n".repeat(120) + "/ä b",
          new HandedFile("odd".getBytes(UTF_8), false));

  private final DockerContainerRuntimes runtimes = new DockerContainerRuntimes();
  private ContainerRuntime runtime = runtimes.at(TestEngine.configuration(TestEngine.DEMO));

  @BeforeAll
  void connect() throws InterruptedException {
    runtime = TestEngine.runtime(runtimes);
  }

  @AfterAll
  void disconnect() {
    runtimes.close();
  }

  private ContainerId created(EngineFields container, EngineFields host, String command)
      throws InterruptedException {
    return runtime.create(
        new ContainerSpec(
            "berth-files-" + UUID.randomUUID(),
            new ContainerSettings(
                TestEngine.DEMO, container, host, EngineFields.none(), EngineFields.none()),
            new ContainerRole.Single(
                new Invocation.ShellCommand(Command.of(command)), Optional.empty()),
            Environment.empty(),
            new Labels(Map.of("berth.contract", "files"))));
  }

  private String run(ContainerId id) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RunningProgram program = runtime.startSingle(id, Optional.empty())) {
      program.copyOutput(out, out);
      program.awaitExit();
    }
    return out.toString(UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0:0",
    "root, 0:0",
    "nobody, 65534:65534",
    "1234, 1234:0",
    "1234:77, 1234:77",
    "nobody:root, 65534:0"
  })
  void filesAndNewDirectoriesBelongToTheContainersUser(String user, String owner) throws Exception {
    ContainerId id =
        created(
            new EngineFields(Map.of("User", user)),
            EngineFields.none(),
            "cat /etc/plain /etc/new/dir/secret /n*/*; echo; stat -c '%u:%g %a %n' /etc/plain"
                + " /etc/new /etc/new/dir /etc/new/dir/secret /etc");
    try {
      runtime.placeFiles(id, FILES);
      assertThat(run(id))
          .isEqualTo(
              """
              plainsecretodd
              %1$s 644 /etc/plain
              %1$s 755 /etc/new
              %1$s 755 /etc/new/dir
              %1$s 600 /etc/new/dir/secret
              0:0 755 /etc
              """
                  .formatted(owner));
    } finally {
      runtime.remove(id);
    }
  }

  @Test
  void aContainerThatMayNotBeWrittenToSaysSo() throws InterruptedException {
    ContainerId id =
        created(EngineFields.none(), new EngineFields(Map.of("ReadonlyRootfs", true)), "true");
    try {
      assertThatThrownBy(() -> runtime.placeFiles(id, FILES))
          .isInstanceOfSatisfying(
              GatewayException.class,
              refused -> {
                assertThat(refused.code()).isEqualTo(FailureCode.CONTAINER_CONFIGURATION);
                assertThat(refused.operatorMessage()).contains("writing files", "read-only");
              });
    } finally {
      runtime.remove(id);
    }
  }
}
