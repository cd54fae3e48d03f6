package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A server for the webhooks that lets everybody in and gives them containers that know its name.
final class DecidingServer implements AutoCloseable {
  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /// @param name the value of the variable `SERVER` in containers
  DecidingServer(String name) {
    String config =
        "{\"config\": {\"docker\": {\"execution\": {\"container\": {\"Env\": [\"SERVER=%s\"]}}}}}"
            .formatted(name);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, "{\"success\": true}"));
    server.createContext("/config", exchange -> answer(exchange, config));
    server.start();
  }

  private void answer(HttpExchange exchange, String text) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      asked.add(exchange.getRequestURI().getPath());
      byte[] body = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /// For a configuration.
  String url(String path) {
    return "\"http://127.0.0.1:" + server.getAddress().getPort() + path + "\"";
  }

  /// The paths of the questions so far.
  List<String> asked() {
    return asked;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
