package dev.berth.adapter.docker;

import com.github.dockerjava.api.command.InspectExecResponse;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.session.WindowSize;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// One exec of the engine, from its creation to its exit code.
///
/// @param engine where it is
/// @param id the engine's name for it
/// @param terminal whether it has one
record ExecHandle(Engine engine, String id, boolean terminal) {
  static ExecHandle create(
      Engine engine,
      ContainerId container,
      List<String> argv,
      List<String> environment,
      boolean terminal,
      String attempt,
      Duration deadline)
      throws InterruptedException {
    String id =
        engine.call(
            attempt,
            deadline,
            DockerFailures::executing,
            docker ->
                docker
                    .execCreateCmd(container.value())
                    .withCmd(argv.toArray(String[]::new))
                    .withEnv(environment)
                    .withTty(terminal)
                    .withAttachStdin(true)
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .exec()
                    .getId());
    return new ExecHandle(engine, id, terminal);
  }

  /// Starts it and gives its stream.
  EngineStream start(String attempt, Duration deadline) throws InterruptedException {
    byte[] json =
        ("{\"Detach\":false,\"Tty\":" + terminal + "}").getBytes(StandardCharsets.US_ASCII);
    String path = engine.prefix(deadline) + "/exec/" + id + "/start";
    return Upgrade.open(engine, attempt, path, json, deadline, DockerFailures::executing);
  }

  /// Its exit code; empty while it runs or the engine does not know yet.
  OptionalInt code(String attempt, Duration deadline) throws InterruptedException {
    InspectExecResponse state =
        engine.call(
            attempt,
            deadline,
            DockerFailures::executing,
            docker -> docker.inspectExecCmd(id).exec());
    Long code = state.getExitCodeLong();
    return Boolean.FALSE.equals(state.isRunning()) && code != null
        ? OptionalInt.of((int) (code & 0xff))
        : OptionalInt.empty();
  }

  /// Waits for its exit code, which the engine knows some milliseconds after the end of the output.
  int awaitCode(String attempt, Duration deadline) throws InterruptedException {
    Backoff backoff = new Backoff(Duration.ofMillis(50));
    long end = System.nanoTime() + deadline.toNanos();
    while (true) {
      OptionalInt code = code(attempt, deadline);
      if (code.isPresent()) {
        return code.getAsInt();
      }
      if (System.nanoTime() - end > 0) {
        throw DockerFailures.timeout(attempt, engine.endpoint(), null);
      }
      backoff.pause();
    }
  }

  void resize(WindowSize size, String attempt, Duration deadline) throws InterruptedException {
    engine.call(
        attempt,
        deadline,
        DockerFailures::reaching,
        docker -> docker.resizeExecCmd(id).withSize(size.rows(), size.columns()).exec());
  }
}
