package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What a gateway that was killed has left is removed by another one on the same engine, or by
/// hand, and nothing of a gateway that lives.
final class SweepE2E {
  /// Does not end with its client, nor when asked to.
  private static final String STUBBORN = "trap '' HUP TERM INT; echo up; while :; do sleep 1; done";

  private static Settings sessions() {
    return Settings.of(Mode.SESSION).with("lease.renewal", "3s");
  }

  /// A gateway that was killed, whose container runs on.
  private static String killed(Settings settings) {
    GatewayProcess gateway = GatewayProcess.start(settings);
    try (ClientProcess client = gateway.clients().start(STUBBORN)) {
      client.awaitOut("up\n");
    } finally {
      gateway.kill();
    }
    assertThat(gateway.containers()).hasSize(1);
    return gateway.label();
  }

  private static long leases(String holder) {
    return Engine.volumes("berth.instance=" + holder);
  }

  private static String instance(JsonNode container) {
    return container.path("Labels").path("berth.instance").asText();
  }

  @Test
  void anotherGatewaySweepsAndALivingOneIsLeftAlone() {
    String label = "";
    try (GatewayProcess living = GatewayProcess.start(sessions());
        ClientProcess session = living.clients().start(STUBBORN)) {
      session.awaitOut("up\n");
      label = killed(sessions());
      String dead = instance(Engine.containers(label).getFirst());

      JsonNode swept = living.await("CONTAINER_SWEPT", _ -> true);
      assertThat(swept.path("gateway").asText()).isEqualTo(dead);
      assertThat(swept.path("user").asText()).isEqualTo("demo");
      assertThat(Engine.containers(label)).isEmpty();
      soon(() -> leases(dead) == 0);

      assertThat(living.containers()).hasSize(1);
      // The session is not a victim of its own gateway, nor of the next gateway's sweeps.
      String mine = instance(living.containers().getFirst());
      assertThat(berth("reap", living.config()).text()).doesNotContain(mine);
      assertThat(living.containers()).hasSize(1);
      assertThat(living.log("CONTAINER_SWEPT")).hasSize(1);
    } finally {
      Engine.removeAll(label);
    }
  }

  @Test
  void byHandItIsListedShownAndRemoved() {
    Settings settings = sessions();
    String label = killed(settings);
    try {
      String dead = instance(Engine.containers(label).getFirst());
      Path config = settings.write(Scratch.folder("reap"));
      assertThat(berth("ps", config).text())
          .containsPattern(
              "(?m)^[0-9a-f]{12}  demo  +127\\.0\\.0\\.1 +session +running .* " + dead);

      assertThat(berth("reap", config, "--dry-run").text()).contains(dead);
      assertThat(Engine.containers(label)).hasSize(1);

      assertThat(berth("reap", config).text()).contains(dead);
      assertThat(Engine.containers(label)).isEmpty();
      assertThat(leases(dead)).isZero();
      assertThat(berth("ps", config).text()).doesNotContain(dead);
    } finally {
      Engine.removeAll(label);
    }
  }

  @Test
  void aGatewayThatEndsInOrderLeavesNoLease() {
    try (GatewayProcess gateway = GatewayProcess.start(sessions());
        ClientProcess client = gateway.clients().start("echo up; cat")) {
      client.awaitOut("up\n");
      String instance = instance(gateway.containers().getFirst());
      soon(() -> leases(instance) > 0);
      gateway.terminate();
      // A session was cut.
      assertThat(gateway.awaitExit()).isEqualTo(3);
      assertThat(leases(instance)).isZero();
    }
  }

  @Test
  void anEngineThatIsAwayIsNamed() {
    Settings settings = sessions().with(Settings.ENGINE, "unix:///nonexistent/docker.sock");
    Path config = settings.write(Scratch.folder("away"));
    for (String command : List.of("ps", "reap")) {
      Outcome outcome = run(Stream.of(command, "--config", config.toString()));
      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.err()).contains("berth " + command + ": ", "/nonexistent/docker.sock");
    }
  }

  private static void soon(Callable<Boolean> condition) {
    Awaitility.await().atMost(ClientProcess.PATIENCE).until(condition);
  }

  private static Outcome berth(String command, Path config, String... options) {
    Outcome outcome =
        run(Stream.concat(Stream.of(command, "--config", config.toString()), Stream.of(options)));
    assertThat(outcome.status()).as(outcome::toString).isZero();
    return outcome;
  }

  private static Outcome run(Stream<String> arguments) {
    ProcessBuilder builder = GatewayProcess.command(arguments.toArray(String[]::new));
    return ClientProcess.start(builder.command(), builder).end();
  }
}
