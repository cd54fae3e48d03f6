package dev.berth.adapter.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import dev.berth.domain.container.ContainerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/// Looks whether a created container's program is there. With `HostConfig.Init` the engine itself
/// cannot tell: its init starts, does not find the program, and ends with 127.
///
/// @param engine where
/// @param container which
/// @param deadline for each call
record ProgramCheck(Engine engine, ContainerId container, Duration deadline) {
  /// The engine's own, for images without one.
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final int ANY_EXECUTE_BIT = 0111;

  /// Go's `fs.ModeDir`.
  private static final long DIRECTORY = 1L << 31;

  /// @throws dev.berth.domain.failure.GatewayException if the program is surely not there or surely
  ///   cannot be executed
  void run() throws InterruptedException {
    InspectContainerResponse created =
        engine.call(
            attempt(),
            deadline,
            DockerFailures::starting,
            docker -> docker.inspectContainerCmd(container.value()).exec());
    HostConfig host = created.getHostConfig();
    String program = created.getPath();
    if (host == null || !Boolean.TRUE.equals(host.getInit()) || program == null) {
      return;
    }
    for (String candidate : candidates(program, created.getConfig())) {
      if (isThere(candidate)) {
        return;
      }
    }
    throw DockerFailures.programMissing(engine.endpoint(), container, program);
  }

  private static List<String> candidates(String program, ContainerConfig config) {
    if (program.startsWith("/")) {
      return List.of(program);
    }
    String directory = config.getWorkingDir();
    String here = directory == null || directory.isEmpty() ? "/" : directory + "/";
    if (program.contains("/")) {
      return List.of(here + program);
    }
    String[] environment = config.getEnv();
    String path =
        Stream.of(environment == null ? new String[0] : environment)
            .filter(assignment -> assignment.startsWith("PATH="))
            .map(assignment -> assignment.substring(5))
            .reduce(DEFAULT_PATH, (_, later) -> later);
    return Arrays.stream(path.split(":"))
        .map(entry -> (entry.startsWith("/") ? entry : here + entry) + "/" + program)
        .toList();
  }

  private boolean isThere(String path) throws InterruptedException {
    String query =
        String.valueOf(
            new HttpUrl.Builder()
                .scheme("http")
                .host("x")
                .addQueryParameter("path", path)
                .build()
                .encodedQuery());
    String url = engine.prefix(deadline) + "/containers/" + container + "/archive?" + query;
    return engine.guarded(
        attempt(),
        DockerFailures::starting,
        () -> {
          try (Response response =
              engine.newCall(new Request.Builder().head(), url, deadline).execute()) {
            return response.isSuccessful()
                ? executable(String.valueOf(response.header("X-Docker-Container-Path-Stat")))
                : response.code() != 404;
          }
        });
  }

  /// What cannot be told is taken for executable.
  private static boolean executable(String stat) throws IOException {
    try {
      byte[] json = Base64.getDecoder().decode(stat);
      long mode =
          Json.MAPPER
              .readTree(new String(json, StandardCharsets.UTF_8))
              .path("mode")
              .asLong(ANY_EXECUTE_BIT);
      return (mode & ANY_EXECUTE_BIT) != 0 && (mode & DIRECTORY) == 0;
    } catch (IllegalArgumentException | JsonProcessingException unknown) {
      return true;
    }
  }

  private String attempt() {
    return "looking for the program of container " + container.brief();
  }
}
