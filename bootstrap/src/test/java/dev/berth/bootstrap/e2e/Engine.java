package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/// The Docker engine, asked over its socket with none of the gateway's code between.
final class Engine {
  static final Path SOCKET = socket();

  private static final ObjectMapper JSON = new ObjectMapper();

  private Engine() {}

  private static Path socket() {
    URI host =
        URI.create(System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock"));
    if (!"unix".equals(host.getScheme())) {
      throw new AssertionError("these tests need an engine on a unix socket, not at " + host);
    }
    return Path.of(host.getPath());
  }

  /// The containers with a label, in any state.
  ///
  /// @param label `name=value`
  static List<JsonNode> containers(String label) {
    String filters = URLEncoder.encode("{\"label\":[\"" + label + "\"]}", StandardCharsets.UTF_8);
    JsonNode all = get("/containers/json?all=1&filters=" + filters);
    return StreamSupport.stream(all.spliterator(), false).toList();
  }

  /// Removes what a gateway that was killed has left.
  static void removeAll(String label) {
    for (JsonNode container : containers(label)) {
      send("DELETE", "/containers/" + container.path("Id").asText() + "?force=1&v=1");
    }
    Awaitility.await().atMost(ClientProcess.PATIENCE).until(() -> containers(label).isEmpty());
  }

  /// Removes an image, if it is there.
  static void removeImage(String reference) {
    send("DELETE", "/images/" + reference + "?force=1");
  }

  /// How many volumes have a label.
  ///
  /// @param label `name=value`
  static int volumes(String label) {
    String filters = URLEncoder.encode("{\"label\":[\"" + label + "\"]}", StandardCharsets.UTF_8);
    return get("/volumes?filters=" + filters).path("Volumes").size();
  }

  static JsonNode inspect(String container) {
    return get("/containers/" + container + "/json");
  }

  static JsonNode get(String path) {
    try {
      return JSON.readTree(call("GET", path));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Calls the engine and expects success.
  ///
  /// @return the body
  static byte[] call(String method, String path) {
    byte[] response = send(method, path);
    String text = new String(response, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 || !text.matches("(?s)HTTP/1\\.. 2.*")) {
      throw new AssertionError(method + " " + path + ": " + text);
    }
    return Arrays.copyOfRange(response, end + 4, response.length);
  }

  private static byte[] send(String method, String path) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET))) {
      // HTTP/1.0 has no chunks and ends with the connection.
      String request = method + " " + path + " HTTP/1.0\r\nHost: engine\r\n\r\n";
      ByteBuffer out = ByteBuffer.wrap(request.getBytes(ISO_8859_1));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      return all(channel);
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "these tests need a Docker engine at " + SOCKET + "; ./verify starts one", failure);
    }
  }

  private static byte[] all(SocketChannel channel) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
    while (channel.read(piece.clear()) >= 0) {
      bytes.write(piece.array(), 0, piece.position());
    }
    return bytes.toByteArray();
  }
}
