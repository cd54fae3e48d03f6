package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who waits for a turn at a busy engine.
final class QueueE2E {
  private static TerminalWindow window(GatewayProcess gateway) {
    return new TerminalWindow(gateway.clients(), 80, 24, "xterm", "echo served");
  }

  @ParameterizedTest
  @EnumSource
  void usersSeeTheirPlaceAndWhoLeavesGivesItUp(Mode mode) {
    Settings settings = Settings.of(mode).with("queue.creates", "1");
    try (EngineProxy proxy = new EngineProxy();
        GatewayProcess gateway =
            GatewayProcess.start(settings.with(Settings.ENGINE, proxy.host()))) {
      Holdings before = letCreatesHang(proxy, gateway);
      try (TerminalWindow first = window(gateway)) {
        proxy.awaitQuestions("/containers/create", 2);
        try (TerminalWindow third = behind(gateway)) {
          proxy.pass();

          assertThat(first.await().text()).endsWith("served\r\n");
          assertThat(third.await().text()).endsWith("\r\u001b[Kserved\r\n");
        }
      }
      gateway.awaitContainers(0);
      before.awaitNoMoreIn(gateway);
    }
  }

  /// Once everything else that a login needs of the engine is known to work.
  ///
  /// @return what the gateway holds before
  private static Holdings letCreatesHang(EngineProxy proxy, GatewayProcess gateway) {
    assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
    gateway.awaitContainers(0);
    Holdings before = Holdings.of(gateway);
    proxy.muteFrom("/containers/create");
    return before;
  }

  /// One who has waited behind another, who has left.
  private static TerminalWindow behind(GatewayProcess gateway) {
    TerminalWindow third;
    try (TerminalWindow second = window(gateway)) {
      second.awaitText("Waiting for others to be served: place 1");
      third = window(gateway);
      third.awaitText("Waiting for others to be served: place 2");
    }
    third.awaitText("Waiting for others to be served: place 1");
    return third;
  }

  @Test
  void nobodyWaitsForLongerThanConfigured() {
    Settings settings =
        Settings.of(Mode.CONNECTION).with("queue.creates", "1").with("queue.timeout", "1s");
    try (EngineProxy proxy = new EngineProxy();
        GatewayProcess gateway =
            GatewayProcess.start(settings.with(Settings.ENGINE, proxy.host()))) {
      Holdings before = letCreatesHang(proxy, gateway);
      try (TerminalWindow first = window(gateway)) {
        proxy.awaitQuestions("/containers/create", 2);
        Failure.of(gateway.clients().ssh("echo hi"))
            .is("ENGINE_TIMEOUT", gateway, "its turn did not come within 1 s");
        proxy.pass();
        assertThat(first.await().text()).endsWith("served\r\n");
      }
      gateway.awaitContainers(0);
      before.awaitNoMoreIn(gateway);
    }
  }
}
