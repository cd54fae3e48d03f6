package dev.berth.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.session.ExitStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// A container's exit code, asked for before the container is started so that it cannot be missed
/// (`POST /containers/{id}/wait?condition=next-exit`).
final class ContainerExit implements AutoCloseable {
  private final Call call;
  private final CompletableFuture<ExitStatus> status = new CompletableFuture<>();

  ContainerExit(Call call) {
    this.call = call;
  }

  /// Returns when the engine has taken the question.
  static ContainerExit ask(Engine engine, ContainerId container, Duration deadline)
      throws InterruptedException {
    String attempt = "waiting for container " + container.brief();
    String path =
        engine.prefix(deadline) + "/containers/" + container + "/wait?condition=next-exit";
    Call call =
        engine.newCall(
            new Request.Builder().post(RequestBody.create(new byte[0])), path, Duration.ZERO);
    Future<?> watchdog =
        ForkJoinPool.commonPool().schedule(call::cancel, deadline.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return engine.guarded(
          attempt,
          DockerFailures::starting,
          () -> {
            Response response = call.execute();
            if (!response.isSuccessful()) {
              try (response) {
                throw engine.refusal(attempt, response, DockerFailures::starting);
              }
            }
            ContainerExit exit = new ContainerExit(call);
            Thread.ofVirtual().name("berth-container-exit").start(() -> exit.read(response));
            return exit;
          });
    } finally {
      watchdog.cancel(false);
    }
  }

  void read(Response response) {
    try (response) {
      JsonNode answer = Json.MAPPER.readTree(response.body().byteStream());
      JsonNode code = answer.path("StatusCode");
      String error = answer.path("Error").path("Message").asText("");
      status.complete(
          code.isNumber() && error.isEmpty()
              ? new ExitStatus.Exited(code.asInt() & 0xff)
              : new ExitStatus.Lost("the container engine does not know how the program ended"));
    } catch (IOException gone) {
      status.complete(new ExitStatus.Lost("the container engine went away"));
    } catch (RuntimeException unforeseen) {
      status.complete(new ExitStatus.Lost("the container engine's answer makes no sense"));
    } finally {
      // For errors: nobody may wait for ever.
      status.complete(new ExitStatus.Lost("the container engine's answer could not be read"));
    }
  }

  /// Completes with the exit, never exceptionally.
  CompletableFuture<ExitStatus> status() {
    return status;
  }

  /// Asks no longer.
  @Override
  public void close() {
    call.cancel();
  }
}
