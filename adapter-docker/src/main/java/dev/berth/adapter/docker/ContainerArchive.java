package dev.berth.adapter.docker;

import dev.berth.domain.container.ContainerId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// A container's files as archives (Engine API, `/containers/{id}/archive`).
///
/// @param deadline of each call
record ContainerArchive(Engine engine, ContainerId container, Duration deadline) {
  private static final MediaType TAR = MediaType.get("application/x-tar");

  private interface Reader<T> {
    T read(Response response) throws IOException;
  }

  /// Unpacks an archive at the container's root.
  void put(String attempt, byte[] archive) throws InterruptedException {
    Request.Builder request = new Request.Builder().put(RequestBody.create(archive, TAR));
    var _ = exchange(attempt, request, "/", _ -> true);
  }

  /// Whether there is something at a path.
  boolean has(String path) throws InterruptedException {
    return exchange(
            "looking for " + path + " in container " + container.brief(),
            new Request.Builder().head(),
            path,
            _ -> true)
        .isPresent();
  }

  /// The archive of what is at a path.
  ///
  /// @param most how many bytes of it are read
  /// @return empty if there is nothing
  Optional<byte[]> get(String path, int most) throws InterruptedException {
    return exchange(
        "reading " + path + " of container " + container.brief(),
        new Request.Builder().get(),
        path,
        response -> response.body().byteStream().readNBytes(most));
  }

  /// @return empty if a path is not there
  private <T> Optional<T> exchange(
      String attempt, Request.Builder request, String path, Reader<T> reader)
      throws InterruptedException {
    String target =
        engine.prefix(deadline)
            + "/containers/"
            + container
            + "/archive?"
            + Query.of(Map.of("path", path));
    return engine.guarded(
        attempt,
        DockerFailures::placing,
        () -> {
          try (Response response = engine.newCall(request, target, deadline).execute()) {
            if (response.isSuccessful()) {
              return Optional.of(reader.read(response));
            }
            if (response.code() == 404 && !response.request().method().equals("PUT")) {
              return Optional.empty();
            }
            throw engine.refusal(attempt, response, DockerFailures::placing);
          }
        });
  }
}
