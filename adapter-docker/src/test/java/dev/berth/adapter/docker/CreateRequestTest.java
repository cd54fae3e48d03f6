package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.container.Labels;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateRequestTest {
  private static final ContainerRole HOST = new ContainerRole.Host(List.of("idle"));

  @Test
  void withoutSettingsThereAreTheDefaults() {
    assertThat(body("{}", "{}", HOST))
        .isEqualTo(
            json(
                """
                {"Image": "image:1",
                 "Labels": {"ours": "1"},
                 "OpenStdin": true, "StdinOnce": true,
                 "AttachStdin": true, "AttachStdout": true, "AttachStderr": true,
                 "Tty": false,
                 "Cmd": ["idle"],
                 "Env": ["A=ours"],
                 "HostConfig": {"Init": true, "AutoRemove": true}}
                """));
  }

  @Test
  void fieldsOfTheOperatorPassAsTheyWereWritten() {
    JsonNode body =
        body(
            "{'hostname': 'h', 'Unknown': {'aB': [1, null, 2.5]}}",
            "{'memory': 12345678901, 'ReadonlyRootfs': true}",
            HOST);

    assertThat(body.path("hostname").asText()).isEqualTo("h");
    assertThat(body.path("Unknown")).isEqualTo(json("{'aB': [1, null, 2.5]}"));
    assertThat(body.path("HostConfig").path("memory").asLong()).isEqualTo(12345678901L);
    assertThat(body.path("HostConfig").path("ReadonlyRootfs").asBoolean()).isTrue();
  }

  @Test
  void whatTheGatewayNeedsReplacesEverySpellingOfTheOperator() {
    JsonNode body =
        body(
            "{'openstdin': false, 'OPENSTDIN': false, 'tty': true, 'cmd': ['x'], 'image': 'other',"
                + " 'labels': {'ours': 'no', 'theirs': 'yes'}}",
            "{}",
            HOST);

    assertThat(names(body, "openstdin")).hasSize(1);
    assertThat(body.path("OPENSTDIN").asBoolean()).isTrue();
    assertThat(body.path("tty").asBoolean(true)).isFalse();
    assertThat(body.path("cmd")).isEqualTo(json("['idle']"));
    assertThat(body.path("image").asText()).isEqualTo("image:1");
    assertThat(body.path("labels")).isEqualTo(json("{'ours': '1', 'theirs': 'yes'}"));
  }

  @Test
  void theOperatorDecidesAboutInitAndRemovalInAnyLetterCase() {
    JsonNode host = body("{}", "{'init': false, 'autoremove': false}", HOST).path("HostConfig");

    assertThat(host).isEqualTo(json("{'init': false, 'autoremove': false}"));
  }

  @Test
  void aRestartPolicyExcludesRemovalByDefault() {
    JsonNode host = body("{}", "{'restartPolicy': {'name': 'always'}}", HOST).path("HostConfig");

    assertThat(names(host, "AutoRemove")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'restartPolicy': {'Name': 'no'}}",
        "{'RestartPolicy': {'name': ''}}",
        "{'RestartPolicy': {}}",
        "{'RestartPolicy': null}"
      })
  void aRestartPolicyOfNoRestartExcludesNothing(String host) {
    assertThat(body("{}", host, HOST).path("HostConfig").path("AutoRemove").asBoolean()).isTrue();
  }

  @Test
  void aHostConfigAmongTheContainersFieldsIsMergedWithTheOwnOne() {
    JsonNode body = body("{'hostConfig': {'memory': 1, 'pidsLimit': 2}}", "{'Memory': 3}", HOST);

    assertThat(names(body, "HostConfig")).containsExactly("hostConfig");
    assertThat(body.path("hostConfig"))
        .isEqualTo(json("{'pidsLimit': 2, 'memory': 3, 'Init': true, 'AutoRemove': true}"));
  }

  @Test
  void variablesAreMergedByNameAndOursWin() {
    JsonNode body = body("{'env': ['A=theirs', 'B=theirs', 'C']}", "{}", HOST);

    assertThat(body.path("env")).isEqualTo(json("['B=theirs', 'C', 'A=ours']"));
  }

  @Test
  void aTerminalBringsItsTypeAndSize() {
    ContainerRole role =
        new ContainerRole.Single(
            new Invocation.ShellCommand(Command.of("-x")),
            Optional.of(new Terminal("vt100", WindowSize.of(80, 24))));

    JsonNode body = body("{}", "{}", role);

    assertThat(body.path("Tty").asBoolean()).isTrue();
    assertThat(body.path("HostConfig").path("ConsoleSize")).isEqualTo(json("[24, 80]"));
    assertThat(body.path("Env"))
        .isEqualTo(
            json("['A=ours', 'TERM=vt100', 'USER=root', 'LOGNAME=root', 'SSH_TTY=/dev/pts/0']"));
    assertThat(body.path("Cmd"))
        .map(JsonNode::asText)
        .endsWith("rows:24 cols:80", "/bin/sh", "-c", "--", "-x");
  }

  @Test
  void theUserIsTheOperatorsOrTheImages() {
    ImageDefaults demo = new ImageDefaults("demo:staff", Set.of("LOGNAME"));

    assertThat(variables("{}", demo)).containsExactly("A=ours", "USER=demo");
    assertThat(variables("{'user': 'alice'}", demo)).containsExactly("A=ours", "USER=alice");
    assertThat(variables("{'user': '1000:1000'}", demo)).containsExactly("A=ours");
    assertThat(variables("{'user': '0'}", demo)).containsExactly("A=ours", "USER=root");
    assertThat(variables("{'env': ['USER=bob']}", demo)).containsExactly("USER=bob", "A=ours");
  }

  private static List<String> variables(String container, ImageDefaults image) {
    ContainerRole role = new ContainerRole.Single(new Invocation.ImageDefault(), Optional.empty());
    JsonNode body = body(container, "{}", role, image);
    return body.path(names(body, "env").getFirst()).valueStream().map(JsonNode::asText).toList();
  }

  @Test
  void theImagesOwnCommandIsLeftToTheImageOrTheOperator() {
    ContainerRole role = new ContainerRole.Single(new Invocation.ImageDefault(), Optional.empty());

    assertThat(names(body("{}", "{}", role), "cmd")).isEmpty();
    assertThat(body("{'cmd': ['theirs']}", "{}", role).path("cmd")).isEqualTo(json("['theirs']"));
  }

  @Test
  void aPlatformIsJoinedInAnyLetterCase() {
    assertThat(platform("{}")).isEmpty();
    assertThat(platform("{'OS': 'linux'}")).isEqualTo("linux");
    assertThat(platform("{'Architecture': 'arm64', 'os': 'linux', 'variant': 'v8'}"))
        .isEqualTo("linux/arm64/v8");
  }

  private static String platform(String platform) {
    ContainerSettings settings =
        new ContainerSettings(
            new ImageReference("image:1"),
            fields("{}"),
            fields("{}"),
            fields("{}"),
            fields(platform));
    return new CreateRequest(spec(settings, HOST), ImageDefaults.none()).platform();
  }

  private static JsonNode body(String container, String host, ContainerRole role) {
    return body(container, host, role, ImageDefaults.none());
  }

  private static JsonNode body(
      String container, String host, ContainerRole role, ImageDefaults image) {
    ContainerSettings settings =
        new ContainerSettings(
            new ImageReference("image:1"),
            fields(container),
            fields(host),
            fields("{}"),
            fields("{}"));
    return parsed(new CreateRequest(spec(settings, role), image).body().toString());
  }

  private static ContainerSpec spec(ContainerSettings settings, ContainerRole role) {
    return new ContainerSpec(
        "name",
        settings,
        role,
        Environment.empty().with("A", "ours"),
        new Labels(Map.of("ours", "1")));
  }

  private static List<String> names(JsonNode object, String name) {
    return object.propertyStream().map(Map.Entry::getKey).filter(name::equalsIgnoreCase).toList();
  }

  @SuppressWarnings("unchecked")
  private static EngineFields fields(String json) {
    return new EngineFields(Json.MAPPER.convertValue(json(json), Map.class));
  }

  private static JsonNode json(String text) {
    return parsed(text.replace('\'', '"'));
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new AssertionError(broken);
    }
  }
}
