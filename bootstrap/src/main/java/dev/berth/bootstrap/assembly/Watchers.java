package dev.berth.bootstrap.assembly;

import dev.berth.bootstrap.health.HealthEndpoint;
import dev.berth.bootstrap.metrics.GatewayMetrics;
import dev.berth.bootstrap.metrics.MetricsEndpoint;
import dev.berth.bootstrap.metrics.TimedAuthenticator;
import dev.berth.domain.configuration.Monitoring;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.Counter;
import dev.berth.ports.driven.EventSink;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// Whatever watches the gateway: its log, and if they are on, its metrics and its health.
final class Watchers implements EventSink, AutoCloseable {
  private final EventSink log;
  private final Optional<GatewayMetrics> metrics;
  private Optional<MetricsEndpoint> metricsEndpoint = Optional.empty();
  private Optional<HealthEndpoint> health = Optional.empty();

  private Watchers(EventSink log, Optional<GatewayMetrics> metrics) {
    this.log = log;
    this.metrics = metrics;
  }

  /// Those that a configuration names; their endpoints do not listen yet.
  static Watchers of(EventSink log, Monitoring monitoring) {
    return new Watchers(log, monitoring.metrics().map(_ -> GatewayMetrics.create()));
  }

  /// Lets the endpoints listen.
  ///
  /// @param engine the one without which nobody can be served now
  /// @throws IOException if one of them cannot; it says which and why
  void listen(Monitoring monitoring, Supplier<ContainerRuntime> engine) throws IOException {
    if (monitoring.metrics().isPresent() && metrics.isPresent()) {
      metricsEndpoint =
          Optional.of(MetricsEndpoint.start(monitoring.metrics().get(), metrics.get()));
    }
    if (monitoring.health().isPresent()) {
      health = Optional.of(HealthEndpoint.start(monitoring.health().get(), engine));
    }
  }

  @Override
  public void emit(GatewayEvent event) {
    metrics.ifPresent(counted -> counted.emit(event));
    log.emit(event);
  }

  /// The authenticator, measured if anybody wants to know.
  Authenticator measured(Authenticator authenticator) {
    return metrics
        .map(counted -> TimedAuthenticator.of(authenticator, counted))
        .orElse(authenticator);
  }

  Counter backendRequests() {
    return metrics.map(GatewayMetrics::backendRequests).orElseGet(Counter::discarding);
  }

  Counter backendFailures() {
    return metrics.map(GatewayMetrics::backendFailures).orElseGet(Counter::discarding);
  }

  /// The gateway is about to shut down: load balancers should send nobody any more.
  void leave() {
    health.ifPresent(HealthEndpoint::leave);
  }

  @Override
  public void close() {
    metricsEndpoint.ifPresent(MetricsEndpoint::close);
    health.ifPresent(HealthEndpoint::close);
  }
}
