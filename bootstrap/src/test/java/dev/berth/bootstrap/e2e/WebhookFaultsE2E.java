package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/// A server for the webhooks that is away or never answers.
final class WebhookFaultsE2E {
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
    builder.command().addAll(0, java.util.List.of("sshpass", "-p", "x"));
    return ClientProcess.start(builder.command(), builder);
  }

  @Test
  void aServerThatNobodyRunsFailsTheLoginWithAReasonForTheOperator() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
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

  @Test
  void aServerThatNeverAnswersDelaysNobodyElse() throws IOException {
    // It takes connections and says nothing.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        GatewayProcess gateway = GatewayProcess.start(asking(silent.getLocalPort(), "1h"));
        ClientProcess one = byPassword(gateway);
        ClientProcess two = byPassword(gateway)) {
      silent.accept().close();
      for (int i = 0; i < 3; i++) {
        gateway.clients().ssh("true").succeeded();
      }
      assertThat(one.isAlive()).isTrue();
      assertThat(two.isAlive()).isTrue();
    }
  }
}
