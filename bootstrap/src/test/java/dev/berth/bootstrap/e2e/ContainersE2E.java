package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What the engine is asked for: proven by what it says of the container.
final class ContainersE2E {
  private static final String WAIT = "echo up; read -r line";

  private final Path folder = Scratch.folder("bind");

  @ParameterizedTest
  @EnumSource
  void theContainerHasLabelsThatSayWhoseItIs(Mode mode) {
    try (GatewayProcess gateway = GatewayProcess.start(Settings.of(mode));
        ClientProcess client = gateway.clients().start(WAIT)) {
      client.awaitOut("up");

      JsonNode labels = gateway.container().path("Config").path("Labels");
      String connection =
          gateway.await("AUTHENTICATION_SUCCEEDED", _ -> true).path("connection").asText();
      assertThat(labels.path("containerssh_connection_id").asText()).isEqualTo(connection);
      assertThat(labels.path("containerssh_ip").asText()).isEqualTo("127.0.0.1");
      assertThat(labels.path("containerssh_username").asText()).isEqualTo("demo");
      assertThat(labels.path("berth.instance").asText()).isNotEmpty();
      client.end();
    }
  }

  @Test
  void allContainersOfAGatewayHaveItsInstanceAndNoOtherGateways() {
    try (GatewayProcess one = GatewayProcess.start(Settings.of(Mode.CONNECTION));
        GatewayProcess two = GatewayProcess.start(Settings.of(Mode.CONNECTION));
        ClientProcess first = one.clients().start(WAIT);
        ClientProcess second = one.clients().start(WAIT);
        ClientProcess third = two.clients().start(WAIT)) {
      for (ClientProcess client : List.of(first, second, third)) {
        client.awaitOut("up");
      }

      List<String> instances =
          one.containers().stream()
              .map(c -> c.path("Labels").path("berth.instance").asText())
              .toList();
      assertThat(instances).hasSize(2);
      assertThat(instances.getFirst()).isEqualTo(instances.getLast());
      assertThat(two.container().path("Config").path("Labels").path("berth.instance").asText())
          .isNotEqualTo(instances.getFirst());
      List.of(first, second, third).forEach(ClientProcess::end);
    }
  }

  @ParameterizedTest
  @CsvSource({"CONNECTION, true", "SESSION, true", "CONNECTION, false"})
  void initIsOnUnlessConfigured(Mode mode, boolean expected) {
    Settings settings = Settings.of(mode);
    if (!expected) {
      settings.with(Settings.HOST, "{init: false}");
    }
    try (GatewayProcess gateway = GatewayProcess.start(settings);
        ClientProcess client = gateway.clients().start(WAIT)) {
      client.awaitOut("up");

      assertThat(gateway.container().path("HostConfig").path("Init").asBoolean())
          .isEqualTo(expected);
      client.end();
    }
  }

  @ParameterizedTest
  @EnumSource
  void engineFieldsInLowerCaseAreTakenOver(Mode mode) {
    passesThrough(
        Settings.of(mode)
            .with("docker.execution.container.user", "demo")
            .with("docker.execution.container.workingdir", "/srv")
            .with("docker.execution.container.hostname", "box")
            .with("docker.execution.container.domainname", "example.org")
            .with("docker.execution.container.env", "[TEAM=blue, \"WORDS=a  b=c\"]")
            .with(
                Settings.HOST,
                """
                {memory: 67108864, pidslimit: 77, binds: ["%s:/srv:ro"],
                 capadd: [NET_ADMIN], capdrop: [MKNOD], networkmode: none,
                 sysctls: {net.ipv4.ip_unprivileged_port_start: "80"},
                 readonlyrootfs: true, tmpfs: {/tmp: "size=1m"}}
                """
                    .formatted(folder)
                    .replace("\n", " "))
            .with("docker.execution.platform", "{os: linux}"));
  }

  @Test
  void engineFieldsByTheirNamesInTheApiAreTakenOver() {
    passesThrough(
        Settings.of(Mode.CONNECTION)
            .with("docker.execution.container.User", "demo")
            .with("docker.execution.container.WorkingDir", "/srv")
            .with("docker.execution.container.Hostname", "box")
            .with("docker.execution.container.Domainname", "example.org")
            .with("docker.execution.container.Env", "[TEAM=blue, \"WORDS=a  b=c\"]")
            .with(
                Settings.HOST,
                """
                {"Memory": 67108864, "PidsLimit": 77, "Binds": ["%s:/srv:ro"],
                 "CapAdd": ["NET_ADMIN"], "CapDrop": ["MKNOD"], "NetworkMode": "none",
                 "Sysctls": {"net.ipv4.ip_unprivileged_port_start": "80"},
                 "ReadonlyRootfs": true, "Tmpfs": {"/tmp": "size=1m"}}
                """
                    .formatted(folder)
                    .replace("\n", " ")));
  }

  private void passesThrough(Settings settings) {
    try (GatewayProcess gateway = GatewayProcess.start(settings);
        ClientProcess client =
            gateway
                .clients()
                .start(
                    "id -un; pwd; hostname; echo \"$TEAM|$WORDS\"; (: >/x) 2>/dev/null || echo"
                        + " locked; : >/tmp/x && ls /sys/class/net; cat"
                        + " /proc/sys/net/ipv4/ip_unprivileged_port_start; echo up; read -r"
                        + " line")) {
      assertThat(client.awaitOut("up\n").lines())
          .containsExactly("demo", "/srv", "box", "blue|a  b=c", "locked", "lo", "80", "up");
      JsonNode container = gateway.container();
      hostConfigIsAsConfigured(container.path("HostConfig"));
      JsonNode config = container.path("Config");
      assertThat(config.path("User").asText()).isEqualTo("demo");
      assertThat(config.path("Hostname").asText()).isEqualTo("box");
      assertThat(config.path("Domainname").asText()).isEqualTo("example.org");
      assertThat(texts(config.path("Env"))).contains("TEAM=blue", "WORDS=a  b=c");
      client.end();
    }
  }

  private void hostConfigIsAsConfigured(JsonNode host) {
    assertThat(host.path("Memory").asLong()).isEqualTo(64L << 20);
    assertThat(host.path("PidsLimit").asLong()).isEqualTo(77);
    assertThat(texts(host.path("Binds"))).containsExactly(folder + ":/srv:ro");
    assertThat(texts(host.path("CapAdd"))).singleElement().asString().endsWith("NET_ADMIN");
    assertThat(texts(host.path("CapDrop"))).singleElement().asString().endsWith("MKNOD");
    assertThat(host.path("NetworkMode").asText()).isEqualTo("none");
    assertThat(host.path("Sysctls").path("net.ipv4.ip_unprivileged_port_start").asText())
        .isEqualTo("80");
    assertThat(host.path("ReadonlyRootfs").asBoolean()).isTrue();
    assertThat(host.path("Tmpfs").path("/tmp").asText()).isEqualTo("size=1m");
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  @Test
  void aPlatformThatTheEngineDoesNotHaveIsRefusedByIt() {
    Settings settings =
        Settings.of(Mode.CONNECTION)
            .with("docker.execution.platform", "{OS: linux, Architecture: s390x}");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      Failure.of(gateway.clients().ssh("echo hi")).is("CONTAINER_CONFIGURATION", gateway, "s390x");
    }
  }

  @Test
  void networkSettingsAreTakenOver() {
    Settings settings =
        Settings.of(Mode.CONNECTION)
            .with(
                "docker.execution.network",
                "{endpointsconfig: {bridge: {driveropts: {berth.test: \"yes\"}}}}");
    try (GatewayProcess gateway = GatewayProcess.start(settings);
        ClientProcess client = gateway.clients().start(WAIT)) {
      client.awaitOut("up");

      JsonNode bridge = gateway.container().path("NetworkSettings").path("Networks").path("bridge");
      assertThat(bridge.path("DriverOpts").path("berth.test").asText()).isEqualTo("yes");
      client.end();
    }
  }

  @Test
  void ourLabelsWinOverConfiguredOnes() {
    Settings settings = Settings.of(Mode.CONNECTION);
    settings.with(
        "docker.execution.container.labels",
        "{%s: \"%s\", containerssh_username: mallory, team: blue}"
            .formatted(Settings.LABEL, settings.id()));
    try (GatewayProcess gateway = GatewayProcess.start(settings);
        ClientProcess client = gateway.clients().start(WAIT)) {
      client.awaitOut("up");

      JsonNode labels = gateway.container().path("Config").path("Labels");
      assertThat(labels.path("containerssh_username").asText()).isEqualTo("demo");
      assertThat(labels.path("team").asText()).isEqualTo("blue");
      client.end();
    }
  }
}
