package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What programs that watch a gateway read: its metrics, its health, and the story of a connection.
final class MonitoringE2E {
  /// More than whoever probes waits, and less than a call to a hanging engine takes here.
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final HttpClient http = HttpClient.newHttpClient();
  private final EngineProxy engine = new EngineProxy();
  private final int metricsPort = free();
  private final int healthPort = free();
  private final Settings settings =
      Settings.of(Mode.CONNECTION)
          .with(Settings.ENGINE, "\"" + engine.host() + "\"")
          .with("docker.timeouts.http", "3s")
          .with("metrics.enable", "true")
          .with("metrics.listen", "127.0.0.1:" + metricsPort)
          .with("health.enable", "true")
          .with("health.listen", "127.0.0.1:" + healthPort);

  @AfterEach
  void stop() {
    http.close();
    engine.close();
  }

  /// A port that nobody listened on a moment ago.
  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private HttpResponse<String> get(int port, String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(ANSWER)
              .build(),
          BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }

  private List<String> metrics() {
    return get(metricsPort, "/metrics").body().lines().toList();
  }

  /// Gauges follow what they count, not the client's moment.
  private void awaitMetrics(String... lines) {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .untilAsserted(() -> assertThat(metrics()).contains(lines));
  }

  @Test
  void connectionsAreCountedUnderTheNamesThatOperatorsKnow() {
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      try (ClientProcess client = gateway.clients().start("echo hi; read -r line; exit 3")) {
        client.awaitOut("hi");
        awaitMetrics(
            "containerssh_ssh_current_connections{country=\"XX\"} 1.0",
            "berth_sessions 1.0",
            "berth_containers 1.0");

        assertThat(client.write("\n").end().status()).isEqualTo(3);
      }
      assertThat(
              gateway
                  .clients()
                  .as("demo", Keys.ed25519())
                  .with("PreferredAuthentications publickey")
                  .ssh("true")
                  .status())
          .isEqualTo(255);
      gateway.awaitContainers(0);
      gateway.await("CONTAINER_REMOVED", _ -> true);
      awaitMetrics(
          "containerssh_ssh_current_connections{country=\"XX\"} 0.0",
          "berth_sessions 0.0",
          "berth_containers 0.0");

      assertThat(metrics())
          .contains(
              "containerssh_ssh_connections_total{country=\"XX\"} 2.0",
              "containerssh_ssh_successful_handshakes_total{country=\"XX\"} 1.0",
              "containerssh_ssh_failed_handshakes_total{country=\"XX\"} 1.0",
              "containerssh_auth_success_total{authtype=\"pubkey\",country=\"XX\"} 1.0",
              "containerssh_config_server_requests_total 0.0",
              "containerssh_backend_errors_total 0.0",
              "berth_handshake_seconds_count 2",
              "berth_authentication_seconds_count 1",
              "berth_container_create_seconds_count 1",
              "berth_container_start_seconds_count 1",
              "berth_program_start_seconds_count 1",
              "berth_first_byte_seconds_count 1")
          .anyMatch(line -> line.matches("containerssh_backend_requests_total [1-9].*"))
          .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"));
    }
  }

  @Test
  void oneLineTellsAConnectionsWholeStory() {
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      try (SharedConnection connection = gateway.clients().connect()) {
        assertThat(connection.ssh("cat; exit 7".getBytes(US_ASCII), "cat; exit 7").status())
            .isEqualTo(7);
        assertThat(connection.ssh("echo four").succeeded().line()).isEqualTo("four");
      }

      JsonNode line = gateway.await("CONNECTION_ENDED", _ -> true);
      assertThat(line.path("level").asText()).isEqualTo("notice");
      assertThat(line.path("user").asText()).isEqualTo("demo");
      assertThat(line.path("client").asText()).startsWith("127.0.0.1:");
      assertThat(line.path("method").asText()).isEqualTo("publickey");
      assertThat(line.path("container").asText()).matches("[0-9a-f]{64}");
      assertThat(line.path("sessions").asInt()).isEqualTo(2);
      assertThat(line.path("exits").asText()).isEqualTo("7,0");
      assertThat(line.path("bytesIn").asInt()).isEqualTo(11);
      assertThat(line.path("bytesOut").asInt()).isEqualTo(16);
      assertThat(line.path("durationMs").asInt()).isPositive();
    }
  }

  @Test
  void healthFollowsTheEngineAndLivenessDoesNot() {
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      assertThat(get(healthPort, "/").statusCode()).as(gateway.toString()).isEqualTo(200);
      assertThat(get(healthPort, "/").body()).isEqualTo("ok");

      engine.refuse();

      awaitHealth(503);
      assertThat(get(healthPort, "/readyz").body()).isEqualTo("not ok");
      assertThat(get(healthPort, "/livez").statusCode()).isEqualTo(200);
      engine.pass();
      awaitHealth(200);
    }
  }

  /// The engine takes the question, and there is no answer to wait for.
  @Test
  void aHangingEngineIsToldLongBeforeItsOwnDeadline() {
    try (GatewayProcess gateway =
        GatewayProcess.start(settings.with("docker.timeouts.http", "10m"))) {
      awaitHealth(200);
      engine.hang();

      awaitHealth(503);
      assertThat(get(healthPort, "/livez").statusCode()).isEqualTo(200);
      engine.pass();
      awaitHealth(200);
      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
    }
  }

  private void awaitHealth(int status) {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .until(() -> get(healthPort, "/").statusCode() == status);
  }

  /// With nothing wrong but that: nobody new should be sent here.
  @Test
  void whileSessionsMayFinishItIsNotReady() {
    GatewayProcess gateway = GatewayProcess.start(settings.with("shutdown.gracePeriod", "10m"));
    try (ClientProcess client = gateway.clients().start("echo up; read -r line")) {
      client.awaitOut("up");
      awaitHealth(200);

      gateway.terminate();

      awaitHealth(503);
      assertThat(get(healthPort, "/livez").statusCode()).isEqualTo(200);
      assertThat(client.isAlive()).isTrue();
      assertThat(client.write("\n").end().status()).isZero();
    }
    assertThat(gateway.awaitExit()).as(gateway.toString()).isZero();
    gateway.close();
  }

  @Test
  void whileItShutsDownItIsNotReady() {
    GatewayProcess gateway = GatewayProcess.start(settings);
    try (ClientProcess client = gateway.clients().start("echo up; sleep 60")) {
      client.awaitOut("up");
      awaitHealth(200);
      // Nothing can be removed: the gateway waits.
      engine.hang();

      gateway.terminate();

      awaitHealth(503);
      assertThat(get(healthPort, "/livez").statusCode()).isEqualTo(200);
    } finally {
      engine.pass();
    }
    // The session was cut.
    assertThat(gateway.awaitExit()).as(gateway.toString()).isEqualTo(3);
    gateway.close();
  }
}
