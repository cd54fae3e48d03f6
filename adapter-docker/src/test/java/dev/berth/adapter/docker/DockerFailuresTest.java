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
        "500|Cannot mkdir: /etc/passwd is not a directory|CONTAINER_CONFIGURATION",
        "500|--storage-opt is supported only for overlay over xfs|CONTAINER_CONFIGURATION",
        "404|create x: error looking up volume plugin nope: plugin \"nope\" not"
            + " found|CONTAINER_CONFIGURATION",
        "400|No such container: nope|CONTAINER_CONFIGURATION",
        "500|write /var/lib/x: no space left on device|ENGINE_ERROR",
        "500|Cannot mkdir: /work: no space left on device|ENGINE_ERROR"
      })
  void creating(int status, String message, FailureCode code) {
    assertThat(DockerFailures.creating(new EngineAnswer(status, message))).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|No such container: ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            + "|CONTAINER_GONE",
        "500|no container with name or ID \"9f\" found: no such container|CONTAINER_GONE",
        "404|No such container: somebody|CONTAINER_CONFIGURATION",
        "404|network none not found|CONTAINER_CONFIGURATION",
        "400|OCI runtime create failed: runc create failed: unable to start container process:"
            + " exec: \"/nope\": stat /nope: no such file or directory: unknown|CONTAINER_COMMAND",
        "400|OCI runtime create failed: runc create failed: unable to start container process:"
            + " exec: \"/etc\": permission denied: unknown|CONTAINER_COMMAND",
        "500|crun: executable file `nope` not found in $PATH: No such file or"
            + " directory|CONTAINER_COMMAND",
        "400|OCI runtime create failed: container_linux.go:380: starting container process caused:"
            + " exec: \"/nope\": stat /nope: no such file or directory|CONTAINER_COMMAND",
        "400|exec: \"/bin/sh\": stat /bin/sh: no such file or directory|SHELL_MISSING",
        "500|OCI runtime create failed: runc create failed: unable to start container process:"
            + " error during container init: write /proc/sys/net/core/somaxconn: invalid argument:"
            + " unknown|CONTAINER_CONFIGURATION",
        "400|OCI runtime create failed: runc create failed: unable to start container process:"
            + " error during container init: error mounting \"/etc/passwd\" to rootfs at \"/etc\":"
            + " not a directory: unknown|CONTAINER_CONFIGURATION",
        "500|error gathering device information while adding custom device \"/dev/x\": no such file"
            + " or directory|CONTAINER_CONFIGURATION",
        "500|could not select device driver \"\" with capabilities:"
            + " [[gpu]]|CONTAINER_CONFIGURATION",
        "500|failed to initialize logging driver: dial tcp 127.0.0.1:1: connect: connection"
            + " refused|CONTAINER_CONFIGURATION",
        "500|CDI device injection failed: unresolvable CDI devices"
            + " x/gpu=all|CONTAINER_CONFIGURATION",
        "500|Decoding seccomp profile failed: invalid character|CONTAINER_CONFIGURATION",
        "500|driver failed programming external connectivity on endpoint x: listen tcp4 0.0.0.0:22:"
            + " bind: address already in use|CONTAINER_CONFIGURATION",
        "500|unable to find user nobodyx: no matching entries in passwd"
            + " file|CONTAINER_CONFIGURATION",
        "500|OCI runtime create failed: runc create failed: mkdir /run/x: no space left on"
            + " device|ENGINE_ERROR",
        "500|OCI runtime create failed: fork/exec /usr/bin/runc: resource temporarily"
            + " unavailable|ENGINE_ERROR",
        "500|open /var/lib/docker/x: permission denied|ENGINE_ERROR",
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|No such exec instance: 9f|CONTAINER_GONE",
        "409|Container 9f is not running|CONTAINER_GONE",
        "409|Container 9f is paused, unpause the container before exec|CONTAINER_PAUSED",
        "500|OCI runtime exec failed: exec failed: cannot exec in a stopped container:"
            + " unknown|CONTAINER_GONE",
        "500|OCI runtime exec failed: exec failed: cannot exec a container that has stopped:"
            + " unknown|CONTAINER_GONE",
        "500|OCI runtime exec failed: exec failed: cannot exec in a paused container (use"
            + " --ignore-paused to override): unknown|CONTAINER_PAUSED",
        "500|OCI runtime exec failed: exec failed: unable to start container process: exec:"
            + " \"/bin/sh\": stat /bin/sh: no such file or directory: unknown|SHELL_MISSING",
        "500|dial unix /run/containerd.sock: connect: no such file or directory|ENGINE_ERROR",
        "500|fork/exec /usr/bin/runc: permission denied|ENGINE_ERROR",
        "200|OCI runtime exec failed: exec failed: unable to start container process: exec:"
            + " \"/bin/sh\": permission denied: unknown|SHELL_MISSING",
        "200|crun: executable file `/bin/sh` not found: No such file or directory|SHELL_MISSING",
        "200|OCI runtime exec failed: exec failed: unable to start container process: exec /bin/sh:"
            + " no such file or directory: unknown|SHELL_MISSING",
        "200|OCI runtime exec failed: exec failed: container_linux.go:380: starting container"
            + " process caused: no such file or directory: unknown|SHELL_MISSING",
        "200|crun: open executable: Permission denied|SHELL_MISSING",
        "200|crun: open `/bin/sh`: Permission denied|SHELL_MISSING",
        "500|unable to retrieve OCI runtime error: exec: \"runc\": executable file not found in"
            + " $PATH|ENGINE_ERROR",
        "500|something is wrong|ENGINE_ERROR"
      })
  void executing(int status, String message, FailureCode code) {
    assertThat(DockerFailures.executing(new EngineAnswer(status, message))).isEqualTo(code);
  }
}
