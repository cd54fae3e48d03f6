package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.failure.FailureCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What engines say, the Docker engine and Podman, and what it means.
class DockerFailuresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|No such image: none:1|IMAGE_MISSING",
        "409|Conflict. The container name \"/a\" is already in use by container"
            + " \"b\".|CONTAINER_NAME_CONFLICT",
        "500|container create: creating container storage: the container name \"a\" is already in"
            + " use by 9f. You have to remove that container|CONTAINER_NAME_CONFLICT",
        "500|container create: unable to find network with name or ID x: network not"
            + " found|CONTAINER_CONFIGURATION",
        "400|invalid port|CONTAINER_CONFIGURATION",
        "500|write /var/lib/x: no space left on device|ENGINE_ERROR"
      })
  void creating(int status, String message, FailureCode code) {
    assertThat(DockerFailures.creating(new EngineAnswer(status, message))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|No such container: 9f|CONTAINER_GONE",
        "400|OCI runtime create failed: exec: \"none\": executable file not found in"
            + " $PATH|CONTAINER_COMMAND",
        "400|failed to create shim: OCI runtime create failed: unable to set memory"
            + " limit|CONTAINER_CONFIGURATION",
        "500|preparing container 9f for attach: runc: runc create failed: unable to start container"
            + " process: unable to set memory limit to 1|CONTAINER_CONFIGURATION",
        "500|crun: setting cgroup config: Operation not supported|CONTAINER_CONFIGURATION",
        "500|driver failed|ENGINE_ERROR"
      })
  void starting(int status, String message, FailureCode code) {
    assertThat(DockerFailures.starting(new EngineAnswer(status, message))).isEqualTo(code);
  }
}
