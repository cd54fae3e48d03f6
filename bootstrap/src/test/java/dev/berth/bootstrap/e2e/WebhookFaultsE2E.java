package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A server for the webhooks that is away or never answers.
final class WebhookFaultsE2E {
  /// More than a pool of threads would have, and fewer than one source may have before a login.
  private static final int WAITING =
      Math.min(4 * (Runtime.getRuntime().availableProcessors() + 1) + 4, 80);

  private static Settings asking(int port, String authTimeout) {
    return Settings.of(Mode.CONNECTION)
        .with("auth.password.method", "webhook")
        .with("auth.password.webhook.url", "\"http://127.0.0.1:" + port + "\"")
        .with("auth.password.webhook.authTimeout", authTimeout);
  }

  private static ClientProcess byPassword(GatewayProcess gateway) {
    ProcessBuilder builder =
        new ProcessBuilder(
            gateway
                .clients()
                .with("PreferredAuthentications password", "PubkeyAuthentication no")
                .line("true"));
    builder.command().addAll(0, List.of("sshpass", "-p", "x"));
    return ClientProcess.start(builder.command(), builder);
  }

  @Test
  void aServerThatNobodyRunsFailsTheLoginWithAReasonForTheOperator() throws IOException {
    int port = portThatNobodyListensOn();
    try (GatewayProcess gateway = GatewayProcess.start(asking(port, "1s"));
        ClientProcess client = byPassword(gateway)) {
      Outcome outcome = client.end();
      assertThat(outcome.status()).isEqualTo(255);
      assertThat(outcome.err()).contains("Permission denied");
      assertThat(gateway.log("AUTHENTICATION_UNAVAILABLE"))
          .anyMatch(line ->
              line.path("reason").asText().contains("http://127.0.0.1:" + port + "/password"));
    }
  }

  private static int portThatNobodyListensOn() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Test
  void withoutTheServerThatAuthorisesNobodyIsLetIn() throws IOException {
    Settings settings =
        Settings.of(Mode.CONNECTION)
            .with("auth.authz.method", "webhook")
            .with(
                "auth.authz.webhook.url", "\"http://127.0.0.1:" + portThatNobodyListensOn() + "\"")
            .with("auth.authz.webhook.authTimeout", "1s");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      Outcome outcome = gateway.clients().ssh("echo in");

      assertThat(outcome.status()).isEqualTo(255);
      assertThat(outcome.text()).isEmpty();
      assertThat(gateway.log("AUTHENTICATION_SUCCEEDED")).isEmpty();
      assertThat(gateway.log("AUTHENTICATION_UNAVAILABLE"))
          .anyMatch(line -> line.path("reason").asText().contains("/authz"));
    }
  }

  @Test
  void withoutTheConfigurationServerNothingIsLaunched() throws IOException {
    Settings settings =
        Settings.of(Mode.CONNECTION)
            .with("configserver.url", "\"http://127.0.0.1:" + portThatNobodyListensOn() + "\"")
            .with("configserver.authTimeout", "1s");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      Failure.of(gateway.clients().ssh("echo in")).is("CONFIGURATION_UNAVAILABLE", gateway);
    }
  }

  @Test
  void aServerThatNeverAnswersDelaysNobodyElse() throws IOException {
    // It takes connections and says nothing; more wait for it than there could be threads of a
    // pool.
    List<ClientProcess> waiting = new ArrayList<>();
    List<Socket> asked = new ArrayList<>();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        GatewayProcess gateway = GatewayProcess.start(asking(silent.getLocalPort(), "1h"))) {
      for (int i = 0; i < WAITING; i++) {
        waiting.add(byPassword(gateway));
      }
      silent.setSoTimeout(60_000);
      for (int i = 0; i < WAITING; i++) {
        asked.add(silent.accept());
      }
      for (int i = 0; i < 3; i++) {
        gateway.clients().ssh("true").succeeded();
      }
      assertThat(waiting).allMatch(ClientProcess::isAlive);
    } finally {
      waiting.forEach(ClientProcess::close);
      for (Socket socket : asked) {
        socket.close();
      }
    }
  }
}
