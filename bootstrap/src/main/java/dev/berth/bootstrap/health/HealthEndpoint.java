package dev.berth.bootstrap.health;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ContainerRuntime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// Tells over HTTP whether the gateway is well: at `/livez` whether it runs at all, anywhere else
/// whether it takes new connections and its engine answers.
public final class HealthEndpoint implements AutoCloseable {
  private static final Duration FRESHNESS = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int WELL = 200;
  private static final int UNWELL = 503;

  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Probe engine;
  private volatile boolean leaving;

  private HealthEndpoint(HttpServer server, Supplier<ContainerRuntime> current) {
    this.server = server;
    this.engine = new Probe(() -> answers(current.get()), FRESHNESS, PATIENCE);
  }

  /// Starts to listen.
  ///
  /// @param engine the one without which nobody can be served now
  /// @throws IOException if the address cannot be listened on; it says which and why
  public static HealthEndpoint start(InetSocketAddress address, Supplier<ContainerRuntime> engine)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException taken) {
      throw new IOException(
          "cannot listen on health.listen " + address + ": " + taken.getMessage(), taken);
    }
    HealthEndpoint endpoint = new HealthEndpoint(server, engine);
    server.setExecutor(endpoint.executor);
    server.createContext("/livez", exchange -> answer(exchange, true));
    server.createContext("/", exchange -> answer(exchange, endpoint.isReady()));
    server.start();
    return endpoint;
  }

  private static boolean answers(ContainerRuntime runtime) throws InterruptedException {
    try {
      return !runtime.ping().isEmpty();
    } catch (GatewayException away) {
      return false;
    }
  }

  private boolean isReady() {
    return !leaving && engine.isWell();
  }

  private static void answer(HttpExchange exchange, boolean well) throws IOException {
    byte[] text = (well ? "ok" : "not ok").getBytes(US_ASCII);
    boolean head = "HEAD".equals(exchange.getRequestMethod());
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    try (exchange) {
      exchange.sendResponseHeaders(well ? WELL : UNWELL, head ? -1 : text.length);
      if (!head) {
        exchange.getResponseBody().write(text);
      }
    }
  }

  /// From now on the gateway is not ready: it shuts down.
  public void leave() {
    leaving = true;
  }

  /// The port that it listens on.
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }
}
