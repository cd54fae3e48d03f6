package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Containers that were started before anybody logged in.
final class PoolE2E {
  private static Settings pooled(int size) {
    return Settings.of(Mode.CONNECTION).with("docker.execution.pool.size", Integer.toString(size));
  }

  @Test
  void eachLoginTakesAContainerThatWaitsAndAnotherIsStartedInItsPlace() {
    try (GatewayProcess gateway = GatewayProcess.start(pooled(2))) {
      Set<String> seen = new HashSet<>();
      for (int i = 1; i <= 3; i++) {
        Set<String> waiting = awaitUnused(gateway, seen);
        Outcome outcome =
            gateway
                .clients()
                .ssh("[ ! -e /mark ] && touch /mark && hostname && echo \"$USER:$SSH_CLIENT\"");

        List<String> lines = outcome.succeeded().text().lines().toList();
        assertThat(waiting).anyMatch(id -> id.startsWith(lines.getFirst()));
        assertThat(seen.add(lines.getFirst())).as("used for the first time").isTrue();
        assertThat(lines.getLast()).startsWith("root:127.0.0.1 ");
        assertThat(gateway.log("CONTAINER_CLAIMED")).hasSize(i);
      }
      awaitUnused(gateway, seen);
    }
  }

  /// Waits until two are there, and neither was anybody's.
  private static Set<String> awaitUnused(GatewayProcess gateway, Set<String> used) {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .untilAsserted(() ->
            assertThat(gateway.running())
                .hasSize(2)
                .noneMatch(id -> used.contains(id.substring(0, 12))));
    return gateway.running();
  }

  @Test
  void theEngineTellsWhoseAContainerIsOnceItIsTaken() {
    try (GatewayProcess gateway = GatewayProcess.start(pooled(1))) {
      gateway.awaitRunning(1);
      try (ClientProcess client = gateway.clients().start("echo up; cat")) {
        client.awaitOut("up\n");
        gateway.awaitRunning(2);
        String connection = gateway.log("CONTAINER_CLAIMED").getFirst().path("connection").asText();
        Awaitility.await()
            .atMost(ClientProcess.PATIENCE)
            .untilAsserted(() ->
                assertThat(gateway.containers())
                    .extracting(container -> container.path("Names").path(0).asText())
                    .contains("/berth-" + connection + "-demo"));
        String listed =
            GatewayProcess.berth("ps", "--config", gateway.config().toString()).succeeded().text();
        assertThat(listed.lines()).anyMatch(line -> line.matches(".* demo .*" + connection + ".*"));
        assertThat(listed.lines()).anyMatch(line -> line.matches("\\S+ +- +- +pool +running .*"));
        client.end();
      }
    }
  }

  @Test
  void whatWebhooksHandOnGoesIntoOneThatWaits() {
    try (ClientProcess server = WebhooksE2E.start()) {
      String port = server.awaitOut("\n").lines().findFirst().orElseThrow();
      Settings settings =
          pooled(1)
              .with("auth.publicKey.method", "webhook")
              .with("auth.publicKey.webhook.url", "\"http://127.0.0.1:" + port + "\"")
              .with("docker.execution.exposeAuthMetadataAsEnv", "true");
      try (GatewayProcess gateway = GatewayProcess.start(settings)) {
        gateway.awaitRunning(1);
        String command = "echo $TEAM $TOKEN; cat /run/berth/token; stat -c %a /run/berth/token";

        Outcome outcome = gateway.clients().as("alice", Keys.ed25519()).ssh(command);

        assertThat(outcome.succeeded().lines())
            .containsExactly("red t0p-s3cret", "from a file", "600");
        assertThat(gateway.log("CONTAINER_CLAIMED")).hasSize(1);
      }
    }
  }

  @Test
  void anotherConfigurationReplacesThem() {
    Settings settings = pooled(1);
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      gateway.awaitRunning(1);
      settings.with(Settings.HOST, "{memory: 50000000}");
      gateway.reload(settings);
      Outcome outcome =
          gateway
              .clients()
              .ssh(
                  "cat /sys/fs/cgroup/memory.max 2>/dev/null || cat"
                      + " /sys/fs/cgroup/memory/memory.limit_in_bytes");
      assertThat(outcome.succeeded().line()).isEqualTo("49999872");
      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .untilAsserted(() ->
              assertThat(gateway.running())
                  .hasSize(1)
                  .allSatisfy(id -> assertThat(memoryOf(id)).isEqualTo(50_000_000)));
    }
  }

  private static long memoryOf(String id) {
    return Engine.inspect(id).path("HostConfig").path("Memory").asLong();
  }

  @Test
  void whenTheEngineDropsThemNewOnesAreStarted() {
    try (EngineProxy proxy = new EngineProxy();
        GatewayProcess gateway =
            GatewayProcess.start(pooled(2).with(Settings.ENGINE, proxy.host()))) {
      gateway.awaitRunning(2);
      Set<String> before = gateway.running();
      proxy.refuse();
      gateway.await("POOL_NOT_FILLED", _ -> true);
      proxy.pass();

      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .untilAsserted(
              () -> assertThat(gateway.running()).hasSize(2).doesNotContainAnyElementsOf(before));
      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
    }
  }

  @Test
  void aBurstOfLoginsIsServedWhetherThereAreEnoughOrNot() {
    try (GatewayProcess gateway = GatewayProcess.start(pooled(3))) {
      gateway.awaitRunning(3);
      List<ClientProcess> clients =
          IntStream.range(0, 12).mapToObj(_ -> gateway.clients().start("hostname")).toList();
      assertThat(clients.stream().map(client -> client.end().succeeded().line()))
          .doesNotHaveDuplicates()
          .hasSize(12);
      gateway.awaitRunning(3);
    }
  }
}
