package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Containers that stay when their connections end.
final class PersistentE2E {
  /// So that tests do not meet in one container.
  private final String prefix = "berth-e2e-" + UUID.randomUUID() + "-";

  private final Settings settings =
      Settings.of(Mode.CONNECTION)
          .with("docker.execution.mode", "persistent")
          .with("docker.execution.persistent.prefix", prefix)
          .with("lease.renewal", "2s");

  @AfterEach
  void removeAll() {
    Engine.removeAll(Settings.LABEL + "=" + settings.id());
  }

  private Settings onIdle(String action) {
    return settings
        .with("docker.execution.persistent.idleTimeout", "3s")
        .with("docker.execution.persistent.onIdle", action);
  }

  private static String ssh(GatewayProcess gateway, String command) {
    return gateway.clients().ssh(command).succeeded().text().strip();
  }

  private static void awaitState(GatewayProcess gateway, String state) {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .untilAsserted(() ->
            assertThat(gateway.containers())
                .as(gateway::toString)
                .extracting(container -> container.path("State").asText())
                .containsExactly(state));
  }

  @Test
  void filesAndProcessesAreThereAtTheNextLogin() {
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      String id =
          ssh(
              gateway,
              "hostname; echo kept > /root/file; nohup sh -c 'while :; do date +%s > /alive; sleep"
                  + " 1; done' >/dev/null 2>&1 &");
      String first = ssh(gateway, "cat /alive");
      assertThat(ssh(gateway, "hostname; cat /root/file")).isEqualTo(id + "\nkept");
      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .until(() -> !ssh(gateway, "cat /alive").equals(first));
      JsonNode container = gateway.container();
      assertThat(container.path("Name").asText()).isEqualTo("/" + prefix + "demo");
    }
    // Nor does it end with the gateway.
    assertThat(Engine.containers(Settings.LABEL + "=" + settings.id()))
        .extracting(container -> container.path("State").asText())
        .containsExactly("running");
  }

  @Test
  void whatANohupStartedSurvivesALostClientAndOtherProgramsEnd() {
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      try (ClientProcess client =
          gateway.clients().start("nohup sleep 1111 >/dev/null 2>&1 & sleep 2222 & echo up; cat")) {
        client.awaitOut("up\n");
        client.signal("KILL");
      }
      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .untilAsserted(() ->
              assertThat(ssh(gateway, "ps -o args"))
                  .contains("sleep 1111")
                  .doesNotContain("sleep 2222\n"));
    }
  }

  @Test
  void anIdleOneIsRemoved() {
    try (GatewayProcess gateway = GatewayProcess.start(onIdle("remove"))) {
      String id = ssh(gateway, "hostname");
      gateway.awaitContainers(0);
      assertThat(gateway.await("CONTAINER_RESTED", _ -> true).path("action").asText())
          .isEqualTo("remove");
      assertThat(ssh(gateway, "hostname")).isNotEqualTo(id);
    }
  }

  @Test
  void anIdleOneIsStoppedAndWokenWithItsFiles() {
    try (GatewayProcess gateway = GatewayProcess.start(onIdle("stop"))) {
      String id = ssh(gateway, "echo kept > /root/file; hostname");
      awaitState(gateway, "exited");
      assertThat(ssh(gateway, "hostname; cat /root/file")).isEqualTo(id + "\nkept");
    }
  }

  @Test
  void anIdleOneIsPausedAndWokenWithItsProcesses() {
    try (GatewayProcess gateway = GatewayProcess.start(onIdle("pause"))) {
      ssh(gateway, "nohup sleep 1111 >/dev/null 2>&1 &");
      awaitState(gateway, "paused");
      assertThat(ssh(gateway, "ps -o args")).contains("sleep 1111");
    }
  }

  @Test
  void oneThatWorksIsNotIdle() {
    settings.with("docker.execution.persistent.idleCpu", "0.2");
    try (GatewayProcess gateway = GatewayProcess.start(onIdle("stop"))) {
      ssh(
          gateway,
          "nohup sh -c 'end=$(($(date +%s) + 8)); while [ $(date +%s) -lt $end ]; do :; done;"
              + " touch /done' >/dev/null 2>&1 &");
      awaitState(gateway, "exited");
      assertThat(ssh(gateway, "ls /done")).isEqualTo("/done");
    }
  }

  @Test
  void twoGatewaysShareItAndTheOneThatIsUsedKeepsIt() {
    try (GatewayProcess one = GatewayProcess.start(onIdle("remove"));
        GatewayProcess other = GatewayProcess.start(settings);
        ClientProcess client = other.clients().start("hostname; cat")) {
      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .until(() -> client.outSoFar().length() > 12);
      String id = ssh(one, "hostname");
      assertThat(client.outSoFar().strip()).isEqualTo(id);
      // Longer than it may be idle: the one that has nobody there leaves it alone.
      client.write("still\n");
      assertThat(ssh(other, "sleep 5; hostname")).isEqualTo(id);
      assertThat(ssh(one, "hostname")).isEqualTo(id);
      client.end();
      one.awaitContainers(0);
    }
  }

  @Test
  void afterAKilledGatewayAnotherPutsItToRest() {
    try (GatewayProcess survivor = GatewayProcess.start(onIdle("remove"))) {
      GatewayProcess killed = GatewayProcess.start(settings);
      ssh(killed, "hostname");
      killed.kill();
      survivor.awaitContainers(0);
    }
  }

  @Test
  void loginsThatRaceShareOne() {
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      List<ClientProcess> clients =
          IntStream.range(0, 8).mapToObj(_ -> gateway.clients().start("hostname")).toList();
      assertThat(clients.stream().map(client -> client.end().succeeded().line()).distinct())
          .hasSize(1);
    }
  }

  @Test
  void aUserAtATerminalIsToldOfAnOlderConfiguration() {
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      String id = ssh(gateway, "hostname");
      gateway.reload(settings.with(Settings.HOST, "{memory: 50000000}"));
      assertThat(gateway.clients().with("RequestTTY force").ssh("hostname").text())
          .contains("older configuration")
          .contains(id);
      assertThat(ssh(gateway, "hostname")).isEqualTo(id);
      Engine.call("DELETE", "/containers/" + id + "?force=1");
      assertThat(gateway.clients().with("RequestTTY force").ssh("hostname").text())
          .doesNotContain("older configuration");
    }
  }

  @Test
  void berthPsTellsWhoseItIsAndHowLongItHasNotBeenUsed() {
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      String id = ssh(gateway, "hostname");
      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .untilAsserted(() ->
              assertThat(
                      GatewayProcess.berth("ps", "--config", gateway.config().toString())
                          .succeeded()
                          .text()
                          .lines())
                  .anyMatch(line ->
                      line.matches(
                          id + " +demo +- +persistent +running +[0-9]+s +[2-9]s +- +\\S+")));
    }
  }
}
