package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// When images are pulled, from a registry of the tests' own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PullsE2E {
  private final Registry registry = new Registry(false);

  private Settings settings(Mode mode, String name, String policy) {
    return Settings.of(mode)
        .with(Settings.IMAGE, registry.image(name))
        .with(Settings.PULL, policy)
        .with("docker.execution.idleCommand", "[/bin/sh, -c, \"while read -r _; do :; done\"]");
  }

  @AfterEach
  void forgetImages() {
    Engine.removeImage(registry.image("guest"));
  }

  @AfterAll
  void close() {
    registry.close();
  }

  @ParameterizedTest
  @EnumSource
  void ifNotPresentPullsOnce(Mode mode) {
    long before = registry.pulls("guest");
    try (GatewayProcess gateway = GatewayProcess.start(settings(mode, "guest", "IfNotPresent"))) {
      for (int i = 0; i < 3; i++) {
        assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
      }
      assertThat(gateway.log("IMAGE_PULLED")).hasSize(1);
    }
    assertThat(registry.pulls("guest") - before).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void alwaysPullsForEveryContainer(Mode mode) {
    try (GatewayProcess gateway = GatewayProcess.start(settings(mode, "guest", "Always"))) {
      for (int i = 0; i < 3; i++) {
        long before = registry.pulls("guest");
        assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
        assertThat(registry.pulls("guest")).isGreaterThan(before);
      }
      assertThat(gateway.log("IMAGE_PULLED")).hasSize(3);
    }
  }

  @Test
  void neverPullsNever() {
    long before = registry.pulls("guest");
    try (GatewayProcess gateway =
        GatewayProcess.start(settings(Mode.CONNECTION, "guest", "Never"))) {
      Failure.of(gateway.clients().ssh("echo hi")).is("IMAGE_MISSING", gateway);
    }
    assertThat(registry.pulls("guest")).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTION, refused, PULL_REFUSED",
    "SESSION, refused, PULL_REFUSED",
    "CONNECTION, absent, IMAGE_MISSING",
    "SESSION, absent, IMAGE_MISSING"
  })
  void whatTheRegistryRefusesIsToldByItsCode(Mode mode, String name, String code) {
    try (GatewayProcess gateway = GatewayProcess.start(settings(mode, name, "IfNotPresent"))) {
      Failure.of(gateway.clients().ssh("echo hi")).is(code, gateway, registry.image(name));
    }
  }

  @Test
  void aRegistryThatHangsIsNotWaitedForLongerThanConfigured() {
    Settings settings =
        settings(Mode.CONNECTION, "slow", "Always").with("docker.timeouts.imagePull", "2s");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      Failure.of(gateway.clients().ssh("echo hi")).is("PULL_FAILED", gateway);
    }
  }

  @ParameterizedTest
  @EnumSource
  void usersWaitTogetherForOnePullAndSeeThatItGoesOn(Mode mode) {
    registry.hold();
    long before = registry.downloads("held");
    try (GatewayProcess gateway = GatewayProcess.start(settings(mode, "held", "IfNotPresent"));
        ClientProcess plain = gateway.clients().start("echo hi");
        TerminalWindow window =
            new TerminalWindow(gateway.clients(), 200, 24, "xterm", "echo hi")) {
      window.awaitText("Getting image " + registry.image("held") + ": 0 of 1 layers");
      plain.awaitErr("Getting image " + registry.image("held") + ": 0 of 1 layers\n");
      try (ClientProcess leaver = gateway.clients().start("echo hi")) {
        leaver.awaitErr("Getting image ");
      }

      registry.release();

      Outcome outcome = plain.end();
      assertThat(outcome.line()).isEqualTo("hi");
      assertThat(outcome.status()).isZero();
      assertThat(window.await().text()).endsWith("\r\u001b[Khi\r\n");
      assertThat(gateway.log("IMAGE_PULLED")).hasSize(1);
    }
    assertThat(registry.downloads("held") - before).isEqualTo(1);
    Engine.removeImage(registry.image("held"));
  }

  @Test
  void eachRegistryIsToldOnlyWhatIsForIt() {
    try (Registry closed = new Registry(true)) {
      String image = closed.image("guest");
      String account =
          "{username: %s, password: \"%s\"}".formatted(Registry.USERNAME, Registry.PASSWORD);
      Settings settings =
          settings(Mode.CONNECTION, "guest", "IfNotPresent").with(Settings.IMAGE, image);
      settings.with("docker.execution.registries", "{\"other.test\": %s}".formatted(account));
      try (GatewayProcess gateway = GatewayProcess.start(settings)) {
        Failure.of(gateway.clients().ssh("echo hi")).is("PULL_REFUSED", gateway);
      }
      settings.with(
          "docker.execution.registries",
          "{\"other.test\": {username: x}, \"%s\": %s}"
              .formatted(image.substring(0, image.indexOf('/')), account));
      try (GatewayProcess gateway = GatewayProcess.start(settings)) {
        assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
        assertThat(gateway.logText()).doesNotContain(Registry.PASSWORD);
      }
      Engine.removeImage(image);
    }
  }

  @Test
  void aPrivateImageIsPulledWithTheConfiguredAccountOnly() {
    try (Registry closed = new Registry(true)) {
      Settings settings =
          settings(Mode.CONNECTION, "guest", "IfNotPresent")
              .with(Settings.IMAGE, closed.image("guest"));
      try (GatewayProcess gateway = GatewayProcess.start(settings)) {
        Failure.of(gateway.clients().ssh("echo hi")).is("PULL_REFUSED", gateway);
      }
      settings
          .with("docker.execution.auth.username", Registry.USERNAME)
          .with("docker.execution.auth.password", "\"" + Registry.PASSWORD + "\"");
      try (GatewayProcess gateway = GatewayProcess.start(settings)) {
        assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
        assertThat(gateway.logText()).doesNotContain(Registry.PASSWORD);
      }
      Engine.removeImage(closed.image("guest"));
    }
  }
}
