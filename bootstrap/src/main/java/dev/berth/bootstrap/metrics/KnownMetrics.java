package dev.berth.bootstrap.metrics;

import dev.berth.domain.event.GatewayEvent.ServerAsked;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The metrics that ContainerSSH has, by its names and labels, so that dashboards go on.
final class KnownMetrics {
  private static final String COUNTRY = "country";
  private static final String AUTHENTICATION = "authtype";
  private static final String FAILURE = "type";

  /// Nobody looks up where clients are.
  private static final String UNKNOWN = "XX";

  final Counter backendRequests;
  final Counter backendErrors;
  private final Counter connections;
  private final Gauge currentConnections;
  private final Counter successfulHandshakes;
  private final Counter failedHandshakes;
  private final Counter serverRequests;
  private final Counter serverFailures;
  private final Counter successes;
  private final Counter failures;
  private final Counter configurationRequests;
  private final Counter configurationFailures;

  KnownMetrics(PrometheusRegistry registry) {
    connections = counter(registry, "ssh_connections", "Clients that connected.", COUNTRY);
    currentConnections =
        Gauge.builder()
            .name("containerssh_ssh_current_connections")
            .help("Connections that are open.")
            .labelNames(COUNTRY)
            .register(registry);
    successfulHandshakes =
        counter(registry, "ssh_successful_handshakes", "Clients that logged in.", COUNTRY);
    failedHandshakes =
        counter(
            registry,
            "ssh_failed_handshakes",
            "Clients that left or were cut off before they had logged in.",
            COUNTRY);
    serverRequests =
        counter(
            registry,
            "auth_server_requests",
            "Questions to authentication and authorization servers, each attempt counted.",
            AUTHENTICATION);
    serverFailures =
        counter(
            registry,
            "auth_server_failures",
            "Attempts without an answer: soft if asked again, hard if given up.",
            AUTHENTICATION,
            FAILURE);
    successes = counter(registry, "auth_success", "Logins.", AUTHENTICATION, COUNTRY);
    failures =
        counter(
            registry,
            "auth_failures",
            "Logins that were refused: a wrong proof, or nobody could tell.",
            AUTHENTICATION,
            COUNTRY);
    configurationRequests =
        counter(
            registry,
            "config_server_requests",
            "Questions to the configuration server, each attempt counted.");
    configurationFailures =
        counter(
            registry,
            "config_server_failures",
            "Attempts without an answer: soft if asked again, hard if given up.",
            FAILURE);
    backendRequests = counter(registry, "backend_requests", "Calls to the container engine.");
    backendErrors =
        counter(registry, "backend_errors", "Calls to the container engine that failed.");
    currentConnections.labelValues(UNKNOWN).set(0);
  }

  private static Counter counter(
      PrometheusRegistry registry, String name, String help, String... labels) {
    return Counter.builder()
        .name("containerssh_" + name + "_total")
        .help(help)
        .labelNames(labels)
        .register(registry);
  }

  void opened() {
    connections.labelValues(UNKNOWN).inc();
    currentConnections.labelValues(UNKNOWN).inc();
  }

  void closed() {
    currentConnections.labelValues(UNKNOWN).dec();
  }

  void handshake(boolean successful) {
    (successful ? successfulHandshakes : failedHandshakes).labelValues(UNKNOWN).inc();
  }

  void authentication(String method, boolean successful) {
    (successful ? successes : failures).labelValues(type(method), UNKNOWN).inc();
  }

  /// A method as its server is called; methods come from the gateway, never from clients.
  private static String type(String method) {
    return switch (method) {
      case "password", "keyboard-interactive" -> method;
      case "publickey" -> "pubkey";
      default -> "other";
    };
  }

  void authenticationServer(ServerAsked asked) {
    String type =
        switch (asked.question()) {
          case PASSWORD -> "password";
          case PUBLIC_KEY -> "pubkey";
          case AUTHORIZATION, CONFIGURATION -> "authz";
        };
    serverRequests.labelValues(type).inc();
    if (!asked.answered()) {
      serverFailures.labelValues(type, failure(asked)).inc();
    }
  }

  void configurationServer(ServerAsked asked) {
    configurationRequests.inc();
    if (!asked.answered()) {
      configurationFailures.labelValues(failure(asked)).inc();
    }
  }

  private static String failure(ServerAsked asked) {
    return asked.again() ? "soft" : "hard";
  }
}
