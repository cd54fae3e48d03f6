package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/// A Docker engine, asked over its socket with none of the gateway's code between.
///
/// @param socket where it listens
record EngineApi(Path socket) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The containers with a label, in any state.
  ///
  /// @param label `name=value`
  List<JsonNode> containers(String label) {
    String filters = URLEncoder.encode("{\"label\":[\"" + label + "\"]}", StandardCharsets.UTF_8);
    JsonNode all = get("/containers/json?all=1&filters=" + filters);
    return StreamSupport.stream(all.spliterator(), false).toList();
  }

  /// Removes what a gateway that was killed has left.
  void removeAll(String label) {
    for (JsonNode container : containers(label)) {
      send("DELETE", "/containers/" + container.path("Id").asText() + "?force=1&v=1");
    }
    Awaitility.await().atMost(ClientProcess.PATIENCE).until(() -> containers(label).isEmpty());
  }

  /// Removes an image, if it is there.
  void removeImage(String reference) {
    send("DELETE", "/images/" + reference + "?force=1");
  }

  /// How many volumes have a label.
  ///
  /// @param label `name=value`
  int volumes(String label) {
    String filters = URLEncoder.encode("{\"label\":[\"" + label + "\"]}", StandardCharsets.UTF_8);
    return get("/volumes?filters=" + filters).path("Volumes").size();
  }

  JsonNode inspect(String container) {
    return get("/containers/" + container + "/json");
  }

  JsonNode get(String path) {
    try {
      return JSON.readTree(call("GET", path));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Calls the engine and expects success.
  ///
  /// @param headers more of them, as `Name: value`
  /// @return the body
  byte[] call(String method, String path, String... headers) {
    byte[] response = send(method, path, headers);
    String text = new String(response, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 || !text.matches("(?s)HTTP/1\\.. 2.*")) {
      throw new AssertionError(method + " " + path + ": " + text);
    }
    return Arrays.copyOfRange(response, end + 4, response.length);
  }

  private byte[] send(String method, String path, String... headers) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      // HTTP/1.0 has no chunks and ends with the connection.
      String more = Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining());
      String request = method + " " + path + " HTTP/1.0\r\nHost: engine\r\n" + more + "\r\n";
      ByteBuffer out = ByteBuffer.wrap(request.getBytes(ISO_8859_1));
      while (out.hasRemaining()) {
        channel.write(out);
      }
      return all(channel);
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "these tests need a Docker engine at " + socket + "; ./verify starts one", failure);
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
