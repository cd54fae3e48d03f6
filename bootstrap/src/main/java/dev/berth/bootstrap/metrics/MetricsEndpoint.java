package dev.berth.bootstrap.metrics;

import dev.berth.domain.configuration.Monitoring;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;
import java.util.concurrent.Executors;

/// Where Prometheus reads the metrics.
public final class MetricsEndpoint implements AutoCloseable {
  private final HTTPServer server;

  private MetricsEndpoint(HTTPServer server) {
    this.server = server;
  }

  /// Starts to listen.
  ///
  /// @throws IOException if the address cannot be listened on; it says which and why
  public static MetricsEndpoint start(Monitoring.Metrics configuration, GatewayMetrics metrics)
      throws IOException {
    try {
      return new MetricsEndpoint(
          HTTPServer.builder()
              .inetAddress(configuration.listen().getAddress())
              .port(configuration.listen().getPort())
              .metricsHandlerPath(configuration.path())
              .executorService(Executors.newVirtualThreadPerTaskExecutor())
              .registry(metrics.registry())
              .buildAndStart());
    } catch (IOException taken) {
      throw new IOException(
          "cannot listen on metrics.listen " + configuration.listen() + ": " + taken.getMessage(),
          taken);
    }
  }

  /// The port that it listens on.
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
  }
}
