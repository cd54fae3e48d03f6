package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// When something has run out: disk, processes, or a gateway's own after many logins.
final class ExhaustionE2E {
  /// How many log in, one after the other.
  private static final int LOGINS = Integer.getInteger("berth.e2e.logins", 40);

  /// Until everything that is made once has been made.
  private static final int FIRST = 10;

  @ParameterizedTest
  @EnumSource
  void aFullDiskIsToldAndForgottenOnceThereIsRoom(Mode mode) {
    try (SecondEngine engine = SecondEngine.withRoom(40);
        GatewayProcess gateway =
            GatewayProcess.start(Settings.of(mode).with(Settings.ENGINE, engine.host()))) {
      gateway.clients().ssh("true").succeeded();
      awaitNone(engine, gateway);
      Holdings before = Holdings.of(gateway);
      try (ClientProcess client =
          gateway.clients().start("dd if=/dev/zero of=/big bs=64k; echo full; cat")) {
        client.awaitOut("full\n");
        client.awaitErr("No space left on device");

        Failure.of(gateway.clients().ssh("echo hi")).is("ENGINE_ERROR", gateway, "no space left");
        client.end();
      }
      awaitNone(engine, gateway);

      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
      awaitNone(engine, gateway);
      before.awaitNoMoreIn(gateway);
    }
  }

  private static void awaitNone(SecondEngine engine, GatewayProcess gateway) {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .untilAsserted(() ->
            assertThat(engine.api().containers(gateway.label())).as(gateway::toString).isEmpty());
  }

  @Test
  void whoHasUsedUpTheirProcessesHurtsNobodyElse() {
    Settings settings = Settings.of(Mode.CONNECTION).with(Settings.HOST, "{pidslimit: 12}");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      logIn(gateway, 1);
      Holdings before = Holdings.of(gateway);
      try (SharedConnection greedy = gateway.clients().connect()) {
        ClientProcess first =
            greedy.clients().start("(while :; do sleep 1000 & done); echo full; read -r line");
        first.awaitOut("full\n");

        Outcome outcome = greedy.ssh("sleep 0; sleep 0; echo hi");

        assertThat(outcome.status()).as(outcome.toString()).isNotZero();
        assertThat(outcome.err()).isNotEmpty();
        assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
        assertThat(first.write("\n").end().status()).isZero();
      }
      gateway.awaitContainers(0);
      before.awaitNoMoreIn(gateway);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGatewayIsAfterManyLoginsAsItWasAfterAFew(Mode mode) {
    try (GatewayProcess gateway = GatewayProcess.start(Settings.of(mode))) {
      logIn(gateway, FIRST);
      Holdings before = Holdings.of(gateway);
      logIn(gateway, LOGINS);

      before.awaitNoMoreIn(gateway);
    }
  }

  private static void logIn(GatewayProcess gateway, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(gateway.clients().ssh("exit " + i % 256).status()).isEqualTo(i % 256);
    }
    gateway.awaitContainers(0);
  }
}
