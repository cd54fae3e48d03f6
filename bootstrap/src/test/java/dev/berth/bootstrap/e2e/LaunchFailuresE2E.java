package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// When the backend cannot start, the user reads a code and the connection's id, the operator the
/// cause; no half-made container stays, while the gateway runs on.
final class LaunchFailuresE2E {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  /// The promise is a second. A machine that is busy with other things may miss it, but not again
  /// and again; a gateway that waits or retries would.
  private static void failsAtOnce(Settings settings, String code, String... cause) {
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      List<Duration> took = new ArrayList<>();
      for (int i = 0; i < 10 && took.stream().noneMatch(t -> t.compareTo(AT_ONCE) < 0); i++) {
        Failure failure = Failure.of(gateway.clients().ssh("echo hi")).is(code, gateway, cause);
        took.add(failure.afterLogin(gateway));
      }
      assertThat(took).anyMatch(t -> t.compareTo(AT_ONCE) < 0);
      gateway.awaitContainers(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anImageThatIsMissingAndMayNotBePulled(Mode mode) {
    failsAtOnce(
        Settings.of(mode).with(Settings.IMAGE, "berth-test/absent:latest"),
        "IMAGE_MISSING",
        "berth-test/absent:latest");
  }

  @ParameterizedTest
  @CsvSource({"CONNECTION, IfNotPresent", "SESSION, Always"})
  void anImageWhoseRegistryDoesNotAnswer(Mode mode, String policy) {
    failsAtOnce(
        Settings.of(mode)
            .with(Settings.IMAGE, "127.0.0.1:1/none:latest")
            .with(Settings.PULL, policy),
        "PULL_FAILED",
        "127.0.0.1:1",
        "connection refused");
  }

  @ParameterizedTest
  @EnumSource
  void anEngineThatIsDown(Mode mode) {
    failsAtOnce(
        Settings.of(mode).with(Settings.ENGINE, "unix:///nowhere/engine.sock"),
        "ENGINE_UNREACHABLE",
        "/nowhere/engine.sock");
  }

  @ParameterizedTest
  @EnumSource
  void anEngineThatHangs(Mode mode) {
    Settings settings = Settings.of(mode);
    try (EngineProxy proxy = new EngineProxy();
        GatewayProcess gateway =
            GatewayProcess.start(settings.with(Settings.ENGINE, proxy.host()))) {
      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
      gateway.awaitContainers(0);
      var _ = gateway.reload(impatient(settings));
      proxy.hang();

      Failure.of(gateway.clients().ssh("echo hi")).is("ENGINE_TIMEOUT", gateway);

      proxy.pass();
      var _ = gateway.reload(settings.without("docker.timeouts"));
      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEngineWhoseAnswerIsLostKeepsNoContainer(Mode mode) {
    Settings settings = Settings.of(mode);
    try (EngineProxy proxy = new EngineProxy();
        GatewayProcess gateway =
            GatewayProcess.start(settings.with(Settings.ENGINE, proxy.host()))) {
      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
      gateway.awaitContainers(0);
      var _ = gateway.reload(impatient(settings));
      proxy.muteFrom("/containers/create");

      Failure.of(gateway.clients().ssh("echo hi")).is("ENGINE_TIMEOUT", gateway);

      gateway.awaitContainers(1);
      proxy.pass();
      gateway.awaitContainers(0);
    }
  }

  /// Only while the engine does not answer: one that is busy with other tests needs its time.
  private static Settings impatient(Settings settings) {
    for (String call : new String[] {"containerStart", "commandStart", "http", "containerStop"}) {
      settings.with("docker.timeouts." + call, "6s");
    }
    return settings;
  }

  @Test
  void aContainersOwnCommandThatIsNotThere() {
    Settings settings =
        Settings.of(Mode.SESSION).with("docker.execution.container.cmd", "[/no/such]");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      Failure.of(gateway.clients().ssh()).is("CONTAINER_COMMAND", gateway, "/no/such");
      gateway.awaitContainers(0);
    }
  }

  @Test
  void anIdleCommandThatIsNotThere() {
    failsAtOnce(
        Settings.of(Mode.CONNECTION).with("docker.execution.idleCommand", "[no-such-program]"),
        "CONTAINER_COMMAND",
        "no-such-program");
  }

  @Test
  void aConfigurationThatTheEngineRefusesAtCreation() {
    failsAtOnce(
        Settings.of(Mode.CONNECTION).with(Settings.HOST, "{memory: 1}"),
        "CONTAINER_CONFIGURATION",
        "6MB");
  }

  @ParameterizedTest
  @EnumSource
  void aConfigurationThatTheEngineRefusesAtTheStart(Mode mode) {
    failsAtOnce(
        Settings.of(mode).with(Settings.HOST, "{networkmode: no-such-network}"),
        "CONTAINER_CONFIGURATION",
        "no-such-network");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{sysctls: {net.core.somaxconn: abc}} | somaxconn",
        "{binds: ['/etc/passwd:/etc']} | /etc/passwd",
        "{devices: [{pathOnHost: /dev/none, pathInContainer: /dev/x}]} | /dev/none",
        "{networkMode: 'container:nobody'} | nobody"
      })
  void whatTheEngineOrItsRuntimeCannotSetUp(String host, String cause) {
    failsAtOnce(
        Settings.of(Mode.CONNECTION).with(Settings.HOST, host), "CONTAINER_CONFIGURATION", cause);
  }

  @Test
  void aUserThatTheImageDoesNotHave() {
    failsAtOnce(
        Settings.of(Mode.SESSION).with("docker.execution.container.user", "nosuchuser"),
        "CONTAINER_CONFIGURATION",
        "nosuchuser");
  }

  @ParameterizedTest
  @EnumSource
  void aNameThatIsTakenFailsForTheSecondAndNotForTheFirst(Mode mode) {
    Settings settings = Settings.of(mode);
    settings.with("docker.execution.containername", "berth-e2e-" + settings.id());
    try (GatewayProcess gateway = GatewayProcess.start(settings);
        ClientProcess first = gateway.clients().start("echo up; cat; exit 7")) {
      first.awaitOut("up\n");

      Failure.of(gateway.clients().ssh("echo hi"))
          .is("CONTAINER_NAME_CONFLICT", gateway, settings.id());

      assertThat(first.write("still here\n").end())
          .satisfies(outcome -> {
            assertThat(outcome.text()).isEqualTo("up\nstill here\n");
            assertThat(outcome.status()).isEqualTo(7);
          });
      gateway.awaitContainers(0);
      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
    }
  }
}
