package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is left when an engine or its containerd is killed or started anew: no container, no
/// thread, file or memory, and nobody is told a status that is none.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecondEngineE2E {
  /// How long the engine is away while a client leaves, in seconds.
  private static final int AWAY = Integer.getInteger("berth.e2e.away.seconds", 15);

  private final SecondEngine engine = new SecondEngine();
  private final SecondEngine live = new SecondEngine("--live-restore");

  @AfterAll
  void close() {
    engine.close();
    live.close();
  }

  private static Settings settings(Mode mode, SecondEngine engine) {
    return Settings.of(mode)
        .with(Settings.ENGINE, engine.host())
        .with("lease.renewal", "2s")
        .with("docker.timeouts.http", "5s");
  }

  private static List<JsonNode> containers(SecondEngine engine, GatewayProcess gateway) {
    return engine.api().containers(gateway.label());
  }

  private static void awaitNone(SecondEngine engine, GatewayProcess gateway) {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .untilAsserted(
            () -> assertThat(containers(engine, gateway)).as(gateway::toString).isEmpty());
  }

  private static ClientProcess running(GatewayProcess gateway) {
    ClientProcess client = gateway.clients().start("echo started; sleep 1000");
    client.awaitOut("started\n");
    return client;
  }

  /// ssh's own 255: a status that the gateway did not say. Where the engine lived long enough to
  /// tell that it has killed the program, that is a status too.
  private static void assertNoGoodEnd(Outcome outcome) {
    assertThat(outcome.status()).as(outcome.toString()).isIn(255, 137, 143);
  }

  private static void assertWorks(GatewayProcess gateway) {
    assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
  }

  @ParameterizedTest
  @EnumSource
  void anEngineThatIsKilledLeavesNothing(Mode mode) {
    try (GatewayProcess gateway = GatewayProcess.start(settings(mode, engine));
        ClientProcess client = running(gateway)) {
      Holdings before = Holdings.of(gateway);
      engine.kill();
      Outcome outcome = client.end();
      assertThat(outcome.status()).as(outcome.toString()).isEqualTo(255);
      assertThat(outcome.err()).containsIgnoringCase("engine");
      Failure.of(gateway.clients().ssh("echo hi")).is("ENGINE_UNREACHABLE", gateway);
      engine.start();

      assertWorks(gateway);
      awaitNone(engine, gateway);
      before.awaitNoMoreIn(gateway);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEngineThatIsRestartedLeavesNothing(Mode mode) {
    try (GatewayProcess gateway = GatewayProcess.start(settings(mode, engine));
        ClientProcess client = running(gateway)) {
      Holdings before = Holdings.of(gateway);
      engine.stop();
      assertNoGoodEnd(client.end());
      engine.start();

      assertWorks(gateway);
      awaitNone(engine, gateway);
      before.awaitNoMoreIn(gateway);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAnEngineKeepsThroughItsRestartIsRemoved(Mode mode) {
    try (GatewayProcess gateway = GatewayProcess.start(settings(mode, live));
        ClientProcess client = running(gateway)) {
      Holdings before = Holdings.of(gateway);
      live.stop();
      Outcome outcome = client.end();
      assertThat(outcome.status()).as(outcome.toString()).isEqualTo(255);
      live.start();

      assertWorks(gateway);
      awaitNone(live, gateway);
      before.awaitNoMoreIn(gateway);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aContainerdThatIsKilledLeavesNothing(Mode mode) {
    try (GatewayProcess gateway = GatewayProcess.start(settings(mode, engine));
        ClientProcess client = running(gateway)) {
      Holdings before = Holdings.of(gateway);
      engine.killContainerd();
      engine.startContainerd();
      client.kill();

      awaitNone(engine, gateway);
      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .until(() -> gateway.clients().ssh("echo hi").status() == 0);
      before.awaitNoMoreIn(gateway);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileContainerdIsAwayTheEnginesOwn126IsNobodysStatus(Mode mode) {
    try (GatewayProcess gateway = GatewayProcess.start(settings(mode, engine))) {
      Holdings before;
      try (SharedConnection connection = gateway.clients().connect();
          ClientProcess client = connection.clients().start("echo started; sleep 3; exit 7")) {
        client.awaitOut("started\n");
        before = Holdings.of(gateway);
        engine.killContainerd();
        Outcome begun = connection.ssh("echo hi");
        engine.startContainerd();
        // Until then no engine tells that a program has ended.
        Outcome running = client.end();

        assertThat(begun.status()).as(begun.toString()).isEqualTo(255);
        assertThat(begun.err()).contains("Failed to initialize SSH session.");
        assertThat(running.status()).as(running.toString()).isIn(7, 255);
      }
      awaitNone(engine, gateway);
      before.awaitNoMoreIn(gateway);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoLeavesWhileTheEngineIsAwayLeavesNothing(Mode mode) throws InterruptedException {
    try (GatewayProcess gateway = GatewayProcess.start(settings(mode, live))) {
      Holdings before;
      try (ClientProcess client = running(gateway)) {
        before = Holdings.of(gateway);
        live.stop();
        // It may have been told of the loss before, and have left by itself.
        client.kill();
      }
      TimeUnit.SECONDS.sleep(AWAY);
      live.start();

      awaitNone(live, gateway);
      assertThat(gateway.log("CONTAINER_REMOVAL_FAILED")).isEmpty();
      assertWorks(gateway);
      before.awaitNoMoreIn(gateway);
    }
  }

  @Test
  void aPersistentContainerIsWokenAfterARestartWithItsFiles() {
    Settings settings =
        settings(Mode.CONNECTION, engine).with("docker.execution.mode", "persistent");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      String id = gateway.clients().ssh("echo kept > /root/file; hostname").succeeded().line();
      engine.stop();
      engine.start();

      assertThat(gateway.clients().ssh("hostname; cat /root/file").succeeded().text())
          .isEqualTo(id + "\nkept\n");
      engine.api().removeAll(gateway.label());
    }
  }

  @Test
  void aPoolIsFilledAgain() {
    Settings settings = settings(Mode.CONNECTION, engine).with("docker.execution.pool.size", "2");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      awaitRunning(gateway, 2);
      engine.kill();
      engine.start();

      awaitRunning(gateway, 2);
      assertWorks(gateway);
      assertThat(gateway.log("CONTAINER_CLAIMED")).hasSize(1);
    }
    assertThat(engine.api().get("/containers/json?all=1")).isEmpty();
  }

  private void awaitRunning(GatewayProcess gateway, int count) {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .pollDelay(Duration.ofMillis(500))
        .untilAsserted(() ->
            assertThat(containers(engine, gateway))
                .as(gateway::toString)
                .hasSize(count)
                .allSatisfy(its -> assertThat(its.path("State").asText()).isEqualTo("running")));
  }
}
