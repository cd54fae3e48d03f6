package dev.berth.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.Timeouts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// An engine that a test makes up: it takes execs, and answers everything else as it is told to.
final class StubEngine implements AutoCloseable {
  /// What is said to a client; then its connection is closed.
  @FunctionalInterface
  interface Reply {
    void to(Socket client) throws Exception;
  }

  /// An exec that was created.
  record Exec(String id, List<String> command, List<String> environment) {
    /// Whether a part of its script is this.
    boolean does(String part) {
      return command.stream().anyMatch(word -> word.contains(part));
    }

    /// Whether it sends KILL to everything with a program's mark.
    boolean kills(String mark) {
      return command.contains("KILL") && command.contains(mark);
    }
  }

  /// What becomes of execs.
  interface Behaviour {
    Reply start(Exec exec);

    Reply inspect(Exec exec);
  }

  private final ServerSocket server;
  private final Behaviour behaviour;
  private final Map<String, Reply> others = new ConcurrentHashMap<>();
  private final List<Exec> execs = new CopyOnWriteArrayList<>();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

  StubEngine(Behaviour behaviour) throws IOException {
    this.behaviour = behaviour;
    this.server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    on("GET /version", json(200, "{\"Version\":\"stub\",\"ApiVersion\":\"1.41\"}"));
    Thread.ofVirtual().start(this::accept);
  }

  /// What it says to a method and path, without version and query.
  StubEngine on(String call, Reply reply) {
    others.put(call, reply);
    return this;
  }

  EngineEndpoint endpoint() {
    return new EngineEndpoint(
        URI.create("tcp://127.0.0.1:" + server.getLocalPort()), Optional.empty());
  }

  /// With one timeout for everything.
  BackendConfiguration configuration(Duration timeout) {
    BackendConfiguration like = TestEngine.configuration(TestEngine.DEMO);
    return like.withEndpoint(endpoint())
        .withTimeouts(new Timeouts(timeout, timeout, timeout, timeout, timeout, timeout, timeout));
  }

  /// All that were created, the first one first.
  List<Exec> execs() {
    return List.copyOf(execs);
  }

  /// A whole answer.
  static Reply json(int status, String body) {
    return client ->
        write(
            client,
            "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, body.getBytes(StandardCharsets.UTF_8).length, body));
  }

  /// The beginning of an answer that goes on until the connection is closed.
  static void head(Socket client) throws IOException {
    write(client, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n");
  }

  static Reply refusal(int status, String message) {
    return json(status, "{\"message\":\"" + message + "\"}");
  }

  static Reply running() {
    return json(200, "{\"Running\":true,\"ExitCode\":null}");
  }

  static Reply exited(int code) {
    return json(200, "{\"Running\":false,\"ExitCode\":" + code + "}");
  }

  /// The stream of a program that writes this, and then of nothing more.
  static Reply stream(String stdout) {
    return client -> {
      write(client, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
      byte[] text = stdout.getBytes(StandardCharsets.UTF_8);
      if (text.length > 0) {
        client
            .getOutputStream()
            .write(
                ByteBuffer.allocate(8 + text.length)
                    .put((byte) 1)
                    .putInt(4, text.length)
                    .position(8)
                    .put(text)
                    .array());
      }
    };
  }

  /// Nothing, until the client leaves.
  static Reply silence() {
    return client -> {
      while (client.getInputStream().read() >= 0) {
        // What comes is of no interest.
      }
    };
  }

  /// The first line of a launcher, by which its program runs.
  static String announcement(Exec launcher) {
    return launcher.command().get(4) + "77,,,\n";
  }

  private static void write(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        InputStream input = client.getInputStream();
        OutputStream output = client.getOutputStream()) {
      String head = head(input);
      String[] words = head.split(" ", 3);
      String path = words[1].replaceFirst("^/v1\\.\\d+", "").replaceFirst("\\?.*", "");
      JsonNode body = Json.MAPPER.readTree(input.readNBytes(length(head)));
      reply(words[0] + " " + path, body).to(client);
      output.flush();
    } catch (Exception gone) {
      // The client finds its connection closed.
    }
  }

  private Reply reply(String call, JsonNode body) {
    String[] parts = call.split("/", -1);
    if (call.matches("POST /containers/\\w+/exec")) {
      return created(body);
    }
    if (call.matches("POST /exec/\\d+/start")) {
      return behaviour.start(execs.get(Integer.parseInt(parts[2])));
    }
    if (call.matches("GET /exec/\\d+/json")) {
      return behaviour.inspect(execs.get(Integer.parseInt(parts[2])));
    }
    return others.getOrDefault(call, refusal(404, "page not found"));
  }

  private synchronized Reply created(JsonNode body) {
    String id = Integer.toString(execs.size());
    execs.add(new Exec(id, texts(body.path("Cmd")), texts(body.path("Env"))));
    return json(201, "{\"Id\":\"" + id + "\"}");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String head(InputStream input) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = input.read();
      if (b < 0) {
        throw new IOException("no request");
      }
      head.write(b);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket client : open) {
      client.close();
    }
  }
}
