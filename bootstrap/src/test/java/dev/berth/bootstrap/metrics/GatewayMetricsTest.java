package dev.berth.bootstrap.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.Monitoring;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.GatewayEvent.AuthenticationFailed;
import dev.berth.domain.event.GatewayEvent.AuthenticationSucceeded;
import dev.berth.domain.event.GatewayEvent.ConnectionClosed;
import dev.berth.domain.event.GatewayEvent.ConnectionOpened;
import dev.berth.domain.event.GatewayEvent.ContainerRemoved;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.event.GatewayEvent.ServerAsked;
import dev.berth.domain.event.ServerQuestion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

final class GatewayMetricsTest {
  private static final Duration SOME = Duration.ofMillis(12);

  private final GatewayMetrics metrics = GatewayMetrics.create();

  @Test
  void theTwelveThatOperatorsKnowAreThere() throws IOException {
    tell("alice", "SSH-2.0-x");
    for (ServerQuestion question : ServerQuestion.values()) {
      metrics.emit(new ServerAsked(new ConnectionId("c0ffee"), question, null, false, SOME));
      metrics.emit(new ServerAsked(new ConnectionId("c0ffee"), question, "late", true, SOME));
      metrics.emit(new ServerAsked(new ConnectionId("c0ffee"), question, "late", false, SOME));
    }
    metrics.backendRequests().increment();
    metrics.backendFailures().increment();

    assertThat(read())
        .contains(
            "containerssh_ssh_connections_total{country=\"XX\"} 1.0",
            "containerssh_ssh_current_connections{country=\"XX\"} 0.0",
            "containerssh_ssh_successful_handshakes_total{country=\"XX\"} 1.0",
            "containerssh_ssh_failed_handshakes_total{country=\"XX\"} 1.0",
            "containerssh_auth_server_requests_total{authtype=\"password\"} 3.0",
            "containerssh_auth_server_requests_total{authtype=\"pubkey\"} 3.0",
            "containerssh_auth_server_requests_total{authtype=\"authz\"} 3.0",
            "containerssh_auth_server_failures_total{authtype=\"authz\",type=\"hard\"} 1.0",
            "containerssh_auth_server_failures_total{authtype=\"authz\",type=\"soft\"} 1.0",
            "containerssh_auth_success_total{authtype=\"pubkey\",country=\"XX\"} 1.0",
            "containerssh_auth_failures_total{authtype=\"password\",country=\"XX\"} 1.0",
            "containerssh_config_server_requests_total 3.0",
            "containerssh_config_server_failures_total{type=\"soft\"} 1.0",
            "containerssh_backend_requests_total 1.0",
            "containerssh_backend_errors_total 1.0");
  }

  @Test
  void nothingThatClientsSendMakesMoreOfThem() throws IOException {
    tell("alice", "SSH-2.0-x");
    int before = read().size();

    for (int i = 0; i < 100; i++) {
      tell("user" + i, "SSH-2.0-" + i);
    }

    assertThat(read()).hasSize(before);
  }

  @Test
  void aContainerThatNeverRanIsNotCountedWhenItGoes() throws IOException {
    ConnectionId connection = new ConnectionId("c0ffee");
    metrics.emit(new ContainerStarted(connection, new ContainerId("aa"), SOME, SOME, false));
    metrics.emit(new ContainerRemoved(connection, new ContainerId("bb")));
    assertThat(read()).contains("berth_containers 1.0");

    metrics.emit(new ContainerRemoved(connection, new ContainerId("aa")));
    assertThat(read()).contains("berth_containers 0.0");
  }

  @Test
  void aTakenAddressIsAnErrorThatSaysWhich() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
      Assertions.assertThatThrownBy(
              () -> MetricsEndpoint.start(new Monitoring.Metrics(address, "/metrics"), metrics))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("metrics.listen")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }

  private void tell(String name, String version) {
    Client client =
        new Client(new ConnectionId("c0ffee"), new RemoteAddress("192.0.2.7", 40_000), version);
    Username login = new Username(name);
    AuthenticatedUser user = AuthenticatedUser.of(login);
    List<GatewayEvent> events =
        List.of(
            new ConnectionOpened(client),
            new AuthenticationFailed(client, login, "password"),
            new AuthenticationSucceeded(client, user, "publickey"),
            new GatewayEvent.HandshakeFailed(client, "left"),
            new ConnectionClosed(client, user, "gone", SOME));
    events.forEach(metrics::emit);
  }

  private List<String> read() throws IOException {
    Monitoring.Metrics where =
        new Monitoring.Metrics(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "/metrics");
    try (MetricsEndpoint endpoint = MetricsEndpoint.start(where, metrics);
        InputStream in =
            URI.create("http://127.0.0.1:" + endpoint.port() + "/metrics").toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> line.startsWith("containerssh_") || line.startsWith("berth_"))
          .toList();
    }
  }
}
