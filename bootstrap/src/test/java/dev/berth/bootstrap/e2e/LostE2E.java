package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where nobody can tell how a program ended, the channel closes without a status and says why:
/// ssh's own 255, never 0.
final class LostE2E extends InBothModes {
  private @Nullable EngineProxy proxy;
  private @Nullable Holdings before;

  @Override
  Settings settings(Mode mode) {
    proxy = new EngineProxy();
    return super.settings(mode).with(Settings.ENGINE, proxy.host());
  }

  private EngineProxy engine() {
    return Objects.requireNonNull(proxy);
  }

  @BeforeEach
  void note() {
    ssh("true").succeeded();
    before = Holdings.of(gateway());
  }

  /// Whatever the fault was, nothing of it is left.
  @AfterEach
  void heal() {
    engine().pass();
    gateway().awaitContainers(0);
    Objects.requireNonNull(before).awaitNoMoreIn(gateway());
  }

  @AfterAll
  void closeProxy() {
    engine().close();
  }

  private ClientProcess running(String program) {
    ClientProcess client = clients().start("echo started; " + program);
    client.awaitOut("started\n");
    return client;
  }

  private void assertLost(Outcome outcome) {
    assertThat(outcome.status()).as(outcome.toString()).isEqualTo(255);
    assertThat(outcome.err()).as("the reason; %s", gateway()).containsIgnoringCase("engine");
    gateway().awaitContainers(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sleep 1000", "while :; do echo x; done", "cat; sleep 1000"})
  void aStreamThatIsCutIsNoEnd(String program) {
    try (ClientProcess client = running(program)) {
      engine().cut(mode == Mode.CONNECTION ? "/exec/" : "/attach");
      assertLost(client.await());
    }
  }

  @Test
  void whenEveryStreamIsCutTheProgramHasNotEndedWell() {
    try (ClientProcess client = running("sleep 1000")) {
      engine().cut();
      Outcome outcome = client.await();
      if (mode == Mode.CONNECTION && outcome.status() == 137) {
        // Its container has ended too, having lost its lifeline, and so killed it.
        gateway().awaitContainers(0);
      } else {
        assertLost(outcome);
      }
    }
  }

  @Test
  void anEngineThatIsGoneIsToldAndItsContainersGoWhenItIsBack() {
    try (ClientProcess client = running("sleep 1000")) {
      engine().refuse();
      Outcome outcome = client.end();
      engine().pass();
      assertLost(outcome);
    }
  }

  @Test
  void afterTheEngineWasAwayLoginsWork() {
    engine().refuse();
    Failure.of(ssh("echo hi")).is("ENGINE_UNREACHABLE", gateway());
    engine().pass();

    assertThat(ssh("echo hi").succeeded().line()).isEqualTo("hi");
  }

  @Test
  void aGatewayThatIsKilledIsNoEnd() {
    Settings settings = Settings.of(mode);
    GatewayProcess killed = GatewayProcess.start(settings);
    try (ClientProcess client = killed.clients().start("echo started; sleep 1000")) {
      client.awaitOut("started\n");
      killed.kill();
      assertThat(client.end().status()).isEqualTo(255);
    }
    Engine.removeAll(killed.label());
  }
}
