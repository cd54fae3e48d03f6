package dev.berth.adapter.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.ImageReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// An HTTP server that says what an engine's `/version` would, and `{}` to everything else.
final class TrivialEngine implements AutoCloseable {
  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile String version;
  private volatile String silentAt = "nowhere";

  /// @param version the answer to `/version`
  TrivialEngine(String version) {
    this.version = version;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /// From now on it is another one.
  void becomes(String other) {
    version = other;
  }

  /// From now on nothing is answered to requests whose line, such as `GET /v1.41/images/x/json`,
  /// ends so.
  void silentAt(String end) {
    silentAt = end;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String line = exchange.getRequestMethod() + " " + path;
      exchange.getRequestBody().readAllBytes();
      asked.add(line);
      if (line.endsWith(silentAt)) {
        closed.await();
      }
      byte[] body = (path.equals("/version") ? version : "{}").getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Method and path of the requests so far.
  List<String> asked() {
    return asked;
  }

  EngineEndpoint endpoint() {
    return new EngineEndpoint(
        URI.create("tcp://127.0.0.1:" + server.getAddress().getPort()), Optional.empty());
  }

  /// For a runtime that takes it for an engine.
  BackendConfiguration configuration() {
    return BackendConfiguration.of(new ImageReference("image")).withEndpoint(endpoint());
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
