package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pulls from a registry that others wrote and that asks for an account.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistryE2E {
  private final DebianRegistry registry = new DebianRegistry();

  @AfterAll
  void close() {
    registry.close();
  }

  private Settings settings(Mode mode, String key, String account) {
    return Settings.of(mode)
        .with(Settings.IMAGE, registry.image())
        .with(Settings.PULL, "IfNotPresent")
        .with(key, account);
  }

  private static String account(String password) {
    return "username: %s, password: \"%s\"".formatted(DebianRegistry.USERNAME, password);
  }

  @ParameterizedTest
  @EnumSource
  void anAccountPulls(Mode mode) {
    Settings settings =
        settings(mode, "docker.execution.auth", "{" + account(Settings.PASSWORD) + "}");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
      assertThat(gateway.log("IMAGE_PULLED")).hasSize(1);
      gateway.awaitContainers(0);
    }
    registry.forget();
  }

  @Test
  void soDoesAnAccountForThisRegistryWhateverTheGeneralOneIs() {
    Settings settings =
        settings(Mode.CONNECTION, "docker.execution.auth", "{" + account("wrong") + "}")
            .with(
                "docker.execution.registries",
                "{\"%s\": {%s}}".formatted(registry.address(), account(Settings.PASSWORD)));
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
      gateway.awaitContainers(0);
    }
    registry.forget();
  }

  @Test
  void anAccountForItsAddressPulls() {
    Settings settings =
        settings(
            Mode.CONNECTION,
            "docker.execution.auth",
            "{%s, serveraddress: \"%s\"}"
                .formatted(account(Settings.PASSWORD), registry.address()));
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
      gateway.awaitContainers(0);
    }
    registry.forget();
  }

  @Test
  void anotherPasswordIsRefused() {
    refused(settings(Mode.CONNECTION, "docker.execution.auth", "{" + account("wrong") + "}"));
  }

  @Test
  void nobodyPullsWithoutAnAccount() {
    refused(settings(Mode.CONNECTION, Settings.PULL, "IfNotPresent"));
  }

  private void refused(Settings settings) {
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      Failure.of(gateway.clients().ssh("echo hi")).is("PULL_REFUSED", gateway, registry.image());
      assertThat(gateway.logText()).doesNotContain("wrong");
    }
  }
}
