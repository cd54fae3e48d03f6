package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// TERM with a grace period: sessions may finish.
final class DrainE2E {
  private final Settings settings =
      Settings.of(Mode.CONNECTION).with("shutdown.gracePeriod", "10m");

  private GatewayProcess gateway = GatewayProcess.start(settings);

  @AfterEach
  void nothingStays() {
    gateway.kill();
    gateway.awaitContainers(0);
  }

  private void restart(Settings other) {
    gateway.kill();
    gateway = GatewayProcess.start(other);
  }

  private void drain() {
    gateway.terminate();
    gateway.await("GATEWAY_DRAINING", _ -> true);
  }

  @ParameterizedTest
  @EnumSource
  void aSessionMayFinishAndNobodyElseIsLetIn(Mode mode) {
    restart(Settings.of(mode).with("shutdown.gracePeriod", "10m"));
    ClientProcess client = gateway.clients().start("echo up; read x; echo $x; exit 7");
    client.awaitOut("up");

    drain();

    Outcome late = gateway.clients().ssh("true");
    assertThat(late.status()).isEqualTo(255);
    assertThat(late.err()).contains("Connection refused");
    Outcome outcome = client.write("down\n").end();
    assertThat(outcome.status()).isEqualTo(7);
    assertThat(outcome.text()).isEqualTo("up\ndown\n");
    assertThat(outcome.err()).contains("This gateway is shutting down");
    assertThat(gateway.awaitExit()).as(gateway.toString()).isZero();
    assertThat(gateway.containers()).isEmpty();
    assertThat(gateway.log("SESSIONS_CUT")).isEmpty();
  }

  @Test
  void aConnectionWithoutSessionIsNotWaitedFor() {
    try (SharedConnection connection = gateway.clients().connect()) {
      assertThat(connection.ssh("echo hi").succeeded().line()).isEqualTo("hi");

      gateway.terminate();

      assertThat(gateway.awaitExit()).as(gateway.toString()).isZero();
      connection.awaitOver();
    }
  }

  @Test
  void aConnectionThatIsWaitedForOpensNoMoreSessions() {
    try (SharedConnection connection = gateway.clients().connect();
        ClientProcess client = connection.clients().start("echo up; read x")) {
      client.awaitOut("up");

      drain();

      Outcome late = connection.ssh("true");
      assertThat(late.status()).isEqualTo(255);
      assertThat(late.err()).contains("Session open refused by peer");
    }
  }

  @Test
  void afterTheGracePeriodSessionsAreCutAndTheExitCodeSaysSo() {
    restart(Settings.of(Mode.CONNECTION).with("shutdown.gracePeriod", "1s"));
    ClientProcess client = gateway.clients().start("echo up; sleep 1000");
    client.awaitOut("up");

    gateway.terminate();

    assertThat(gateway.awaitExit()).as(gateway.toString()).isEqualTo(3);
    JsonNode cut = gateway.await("SESSIONS_CUT", _ -> true);
    assertThat(cut.path("count").asInt()).isEqualTo(1);
    assertThat(client.end().status()).isEqualTo(255);
    assertThat(gateway.containers()).isEmpty();
  }

  @Test
  void aSecondTermDoesNotWaitForSessionsButRemovesTheirContainers() {
    ClientProcess client = gateway.clients().start("echo up; sleep 1000");
    client.awaitOut("up");
    drain();

    gateway.terminate();

    assertThat(gateway.awaitExit()).as(gateway.toString()).isEqualTo(3);
    assertThat(client.end().status()).isEqualTo(255);
    assertThat(gateway.containers()).isEmpty();
  }

  @Test
  void aProgramIsToldByHupThenByTermBeforeItIsKilled() {
    Path traps = Scratch.folder("traps");
    restart(
        Settings.of(Mode.CONNECTION)
            .with(Settings.HOST, "{binds: [\"" + traps + ":/traps\"]}")
            .with("shutdown.gracePeriod", "1s"));
    ClientProcess client =
        gateway
            .clients()
            .start(
                "trap 'echo hup >>/traps/told' HUP; trap 'echo term >>/traps/told' TERM; echo up;"
                    + " while :; do sleep 0.1; done");
    client.awaitOut("up");

    gateway.terminate();

    assertThat(gateway.awaitExit()).isEqualTo(3);
    assertThat(traps.resolve("told")).content().matches("(hup\n)+(term\n)+");
  }

  @Test
  void theCommandDrainsTheGatewayOfItsConfiguration() {
    ProcessBuilder other =
        GatewayProcess.command("drain", "--config", gateway.folder().resolve("none").toString());
    assertThat(ClientProcess.start(other.command(), other).end().status()).isEqualTo(1);
    ClientProcess client = gateway.clients().start("echo up; read x");
    client.awaitOut("up");
    ProcessBuilder berth = GatewayProcess.command("drain", "--config", gateway.config().toString());

    try (ClientProcess drain = ClientProcess.start(berth.command(), berth)) {
      gateway.await("GATEWAY_DRAINING", _ -> true);
      assertThat(drain.isAlive()).isTrue();
      client.write("\n");

      assertThat(client.end().status()).isZero();
      assertThat(drain.end().status()).isZero();
    }
    assertThat(gateway.awaitExit()).isZero();
  }
}
