package dev.berth.adapter.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.ports.driven.RunningProgram;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose files are that are written into a container, and where they cannot be written.
class FilePlacementIT extends OnTestEngine {
  private static final Map<String, HandedFile> FILES =
      Map.of(
          "/etc/plain",
          new HandedFile("plain".getBytes(UTF_8), false),
          "/etc/new/dir/secret",
          new HandedFile("secret".getBytes(UTF_8), true),
          "/" + "n".repeat(120) + "/ä b",
          new HandedFile("odd".getBytes(UTF_8), false));

  private ContainerId created(EngineFields container, EngineFields host, String command)
      throws InterruptedException {
    return created(
        new ContainerSettings(
            TestEngine.DEMO, container, host, EngineFields.none(), EngineFields.none()),
        new ContainerRole.Single(
            new Invocation.ShellCommand(Command.of(command)), Optional.empty()));
  }

  private String run(ContainerId id) throws Exception {
    try (RunningProgram program = runtime.startSingle(id, Optional.empty())) {
      return output(program);
    }
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
  }

  @Test
  void aContainerThatMayNotBeWrittenToSaysSo() throws InterruptedException {
    ContainerId id =
        created(EngineFields.none(), new EngineFields(Map.of("ReadonlyRootfs", true)), "true");
    assertThatThrownBy(() -> runtime.placeFiles(id, FILES))
        .isInstanceOfSatisfying(
            GatewayException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(FailureCode.CONTAINER_CONFIGURATION);
              assertThat(refused.operatorMessage()).contains("writing files", "read-only");
            });
  }
}
