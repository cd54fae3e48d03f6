package dev.berth.adapter.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Signal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one place where what the engine, docker-java and the network throw becomes a
/// [GatewayException].
final class DockerFailures {
  private DockerFailures() {}

  /// How one kind of call reads the engine's refusals.
  @FunctionalInterface
  interface Reading {
    FailureCode code(EngineAnswer answer);
  }

  /// Calls without refusals of their own.
  static FailureCode plain(EngineAnswer answer) {
    return FailureCode.ENGINE_ERROR;
  }

  /// `POST /containers/create`.
  static FailureCode creating(EngineAnswer answer) {
    // Podman says this and more with status 500.
    if (answer.says("is already in use by")) {
      return FailureCode.CONTAINER_NAME_CONFLICT;
    }
    if (exhausted(answer)) {
      return FailureCode.ENGINE_ERROR;
    }
    return switch (answer.status()) {
      case 404 ->
          answer.says("no such image")
              ? FailureCode.IMAGE_MISSING
              : FailureCode.CONTAINER_CONFIGURATION;
      case 409 ->
          answer.says("name", "already in use")
              ? FailureCode.CONTAINER_NAME_CONFLICT
              : FailureCode.CONTAINER_CONFIGURATION;
      case 400 -> FailureCode.CONTAINER_CONFIGURATION;
      default ->
          answer.says(
                  "invalid",
                  "cannot unmarshal",
                  "unknown",
                  "not supported",
                  "supported only",
                  "no command",
                  "is not a directory",
                  "network not found")
              ? FailureCode.CONTAINER_CONFIGURATION
              : FailureCode.ENGINE_ERROR;
    };
  }

  /// `PUT /containers/{id}/archive`.
  static FailureCode placing(EngineAnswer answer) {
    if (answer.says("no such container")) {
      return FailureCode.CONTAINER_GONE;
    }
    return answer.status() < 500 || answer.says("read-only", "not a directory", "is a directory")
        ? FailureCode.CONTAINER_CONFIGURATION
        : FailureCode.ENGINE_ERROR;
  }

  /// `POST /containers/{id}/start`, and the attach before it.
  static FailureCode starting(EngineAnswer answer) {
    if (exhausted(answer)) {
      return FailureCode.ENGINE_ERROR;
    }
    if (answer.says("marked for removal", "found: no such container")
        || answer.matches("no such container: [0-9a-f]{64}")) {
      return FailureCode.CONTAINER_GONE;
    }
    if (answer.says("\"/bin/sh\"") && answer.says("no such file or directory")) {
      return FailureCode.SHELL_MISSING;
    }
    // What the runtime says of the program that it was to execute, not of what it did before.
    if (answer.says("exec: \"", "executable file", "exec format error", "argument list too long")) {
      return FailureCode.CONTAINER_COMMAND;
    }
    if (answer.status() == 400
        || answer.says(
            "oci runtime create failed",
            "runc create failed",
            "crun: ",
            "unable to find user",
            "no matching entries in passwd",
            "unable to find group",
            "network",
            "no such container", // one whose namespaces this one was to share
            "mount",
            "invalid",
            "device information",
            "device driver",
            "cdi device",
            "logging driver",
            "seccomp",
            "apparmor",
            "address already in use",
            "port is already allocated")) {
      return FailureCode.CONTAINER_CONFIGURATION;
    }
    return FailureCode.ENGINE_ERROR;
  }

  /// The engine's machine has no more of something, whatever the engine was at.
  private static boolean exhausted(EngineAnswer answer) {
    return answer.says(
        "no space left on device",
        "device or resource busy",
        "resource temporarily unavailable",
        "too many open files");
  }

  /// `POST /containers/{id}/exec`, `POST /exec/{id}/start` and what they say before a program runs.
  static FailureCode executing(EngineAnswer answer) {
    if (answer.says("is paused", "unpause", "cannot exec in a paused")) {
      return FailureCode.CONTAINER_PAUSED;
    }
    if (answer.says("argument list too long")) {
      return FailureCode.BAD_REQUEST;
    }
    if (answer.says("chdir to cwd", "unable to find user", "no matching entries in passwd")) {
      return FailureCode.CONTAINER_CONFIGURATION;
    }
    if (answer.says(
            "is not running",
            "no such container",
            "is restarting",
            "is stopped",
            // runc, of one that has just ended
            "cannot exec in a stopped",
            "cannot exec a container that has")
        || answer.status() == 404
        || answer.status() == 409) {
      return FailureCode.CONTAINER_GONE;
    }
    // Of the shell, not of a file that the engine or its runtime lacks themselves.
    return answer.says(
            // runc, by its version
            "exec: \"/",
            "exec /bin/sh:",
            "eaccess /bin/sh:",
            "process caused: no such file",
            "exec format error",
            // crun
            "executable file `",
            "open executable",
            "open `/bin/sh`",
            "the path `/bin/sh`")
        ? FailureCode.SHELL_MISSING
        : FailureCode.ENGINE_ERROR;
  }

  /// `POST /images/create`, in its status and inside its progress stream.
  static FailureCode pulling(EngineAnswer answer) {
    if (answer.says("toomanyrequests", "connection refused", "i/o timeout", "no such host")) {
      return FailureCode.PULL_FAILED;
    }
    if (answer.says("manifest unknown", "manifest for", "no such image", "name unknown")) {
      return FailureCode.IMAGE_MISSING;
    }
    if (answer.status() == 401
        || answer.status() == 403
        || answer.says("denied", "unauthorized", "authentication required", "no basic auth")) {
      return FailureCode.PULL_REFUSED;
    }
    if (answer.status() == 404 || answer.says("not found")) {
      return FailureCode.IMAGE_MISSING;
    }
    return FailureCode.PULL_FAILED;
  }

  /// Sending a signal or a size to a container.
  static FailureCode reaching(EngineAnswer answer) {
    if (answer.says("is paused")) {
      return FailureCode.CONTAINER_PAUSED;
    }
    if (answer.status() == 404 || answer.status() == 409 || answer.says("is not running")) {
      return FailureCode.CONTAINER_GONE;
    }
    return answer.says("invalid signal") ? FailureCode.BAD_REQUEST : FailureCode.ENGINE_ERROR;
  }

  /// What an inspection finds.
  static <T> Optional<T> found(Supplier<T> inspection) {
    try {
      return Optional.of(inspection.get());
    } catch (NotFoundException absent) {
      return Optional.empty();
    }
  }

  /// Whether something had to be done, because it was not so already.
  static boolean unlessSo(Supplier<?> action) {
    try {
      var _ = action.get();
      return true;
    } catch (NotModifiedException already) {
      return false;
    }
  }

  /// Whether something was paused: somebody else may have let it go on, or it has ended.
  static boolean unpaused(Supplier<?> action) {
    try {
      var _ = action.get();
      return true;
    } catch (InternalServerErrorException | ConflictException notSo) {
      if (String.valueOf(notSo.getMessage()).contains("is not paused")) {
        return false;
      }
      throw notSo;
    }
  }

  /// Whether a removal is complete: true also if there was nothing, false if another one is still
  /// at it.
  static boolean removed(Supplier<?> removal) {
    try {
      var _ = removal.get();
      return true;
    } catch (NotFoundException gone) {
      return true;
    } catch (ConflictException other) {
      if (String.valueOf(other.getMessage()).contains("already in progress")) {
        return false;
      }
      throw other;
    }
  }

  /// The engine said no.
  static GatewayException refused(
      String attempt, EngineEndpoint endpoint, EngineAnswer answer, Reading reading) {
    return GatewayException.backend(
        reading.code(answer),
        "%s on engine %s failed: %s (HTTP status %d)"
            .formatted(attempt, endpoint, answer.message(), answer.status()),
        null);
  }

  /// Anything that a call through docker-java or OkHttp can throw.
  static GatewayException of(
      String attempt, EngineEndpoint endpoint, Throwable thrown, Reading reading) {
    if (thrown instanceof GatewayException already) {
      return already;
    }
    if (thrown instanceof DockerException docker) {
      EngineAnswer answer =
          EngineAnswer.of(docker.getHttpStatus(), String.valueOf(docker.getMessage()));
      return refused(attempt, endpoint, answer, reading);
    }
    IOException io = ioCause(thrown);
    if (io == null) {
      return GatewayException.backend(
          FailureCode.ENGINE_ERROR,
          "%s on engine %s failed: %s".formatted(attempt, endpoint, thrown),
          thrown);
    }
    return io instanceof InterruptedIOException
        ? timeout(attempt, endpoint, io)
        : unreachable(attempt, endpoint, io);
  }

  /// The engine took a call and did not answer.
  static GatewayException timeout(
      String attempt, EngineEndpoint endpoint, @Nullable Throwable cause) {
    return GatewayException.backend(
        FailureCode.ENGINE_TIMEOUT,
        "%s: engine %s did not answer in time; look at its load and its log"
            .formatted(attempt, endpoint),
        cause);
  }

  /// A pull hangs more often for a registry's sake than for the engine's.
  static GatewayException pullTooLong(
      String attempt, EngineEndpoint endpoint, Duration deadline, Throwable cause) {
    return GatewayException.backend(
        FailureCode.PULL_FAILED,
        "%s by engine %s took more than %s; look at the registry, or raise docker.timeouts.imagePull"
            .formatted(attempt, endpoint, deadline),
        cause);
  }

  /// The engine does not talk, or stopped to.
  static GatewayException unreachable(
      String attempt, EngineEndpoint endpoint, @Nullable Throwable cause) {
    return GatewayException.backend(
        FailureCode.ENGINE_UNREACHABLE,
        "%s: engine %s cannot be reached%s; is it running, and may this user talk to it?"
            .formatted(attempt, endpoint, cause == null ? "" : ": " + cause.getMessage()),
        cause);
  }

  /// A container does not run, and nobody can do anything in it.
  static GatewayException notRunning(
      String attempt, EngineEndpoint endpoint, ContainerId container) {
    return GatewayException.backend(
        FailureCode.CONTAINER_GONE,
        "%s on engine %s: container %s is not running"
            .formatted(attempt, endpoint, container.brief()),
        null);
  }

  /// What answers does not say which API it speaks.
  static GatewayException versionless(EngineEndpoint endpoint) {
    return GatewayException.backend(
        FailureCode.ENGINE_INCOMPATIBLE,
        "what answers at %s does not say which version of the Engine API it speaks; is it an engine?"
            .formatted(endpoint),
        null);
  }

  /// There is no version that both sides speak.
  static GatewayException incompatible(EngineEndpoint endpoint, String theirs, String ours) {
    return GatewayException.backend(
        FailureCode.ENGINE_INCOMPATIBLE,
        "engine %s speaks API %s and this gateway %s; bring the older of them up to date"
            .formatted(endpoint, theirs, ours),
        null);
  }

  /// A container's own program is not in it.
  static GatewayException programMissing(
      EngineEndpoint endpoint, ContainerId container, String program) {
    return GatewayException.backend(
        LaunchScript.SHELL.equals(program)
            ? FailureCode.SHELL_MISSING
            : FailureCode.CONTAINER_COMMAND,
        "starting container %s on engine %s: it has no program %s that can be executed"
            .formatted(container.brief(), endpoint, EngineAnswer.bounded(program)),
        null);
  }

  /// The container's shell could not send a signal.
  static GatewayException signalNotDelivered(
      Signal signal, ContainerId container, String explanation) {
    return GatewayException.backend(
        FailureCode.UNSUPPORTED,
        "signal %s could not be sent in container %s: %s"
            .formatted(signal.name(), container.brief(), explanation),
        null);
  }

  private static @Nullable IOException ioCause(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof IOException io
          && !(t instanceof com.fasterxml.jackson.core.JsonProcessingException)) {
        return io;
      }
    }
    return null;
  }
}
