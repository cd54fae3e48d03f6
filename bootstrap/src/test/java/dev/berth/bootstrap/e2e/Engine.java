package dev.berth.bootstrap.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// The Docker engine that most tests use, see [EngineApi].
final class Engine {
  static final Path SOCKET = socket();

  private static final EngineApi API = new EngineApi(SOCKET);

  private Engine() {}

  private static Path socket() {
    URI host =
        URI.create(System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock"));
    if (!"unix".equals(host.getScheme())) {
      throw new AssertionError("these tests need an engine on a unix socket, not at " + host);
    }
    return Path.of(host.getPath());
  }

  static List<JsonNode> containers(String label) {
    return API.containers(label);
  }

  static void removeAll(String label) {
    API.removeAll(label);
  }

  static void removeImage(String reference) {
    API.removeImage(reference);
  }

  static int volumes(String label) {
    return API.volumes(label);
  }

  static JsonNode inspect(String container) {
    return API.inspect(container);
  }

  static JsonNode get(String path) {
    return API.get(path);
  }

  static byte[] call(String method, String path, String... headers) {
    return API.call(method, path, headers);
  }
}
