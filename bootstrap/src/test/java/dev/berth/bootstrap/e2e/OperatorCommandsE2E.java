package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an operator asks of the command line before and beside a running gateway.
final class OperatorCommandsE2E {
  private final Path folder = Scratch.folder("operator");

  private static Outcome berth(String... arguments) {
    ProcessBuilder builder = GatewayProcess.command(arguments);
    builder.environment().put("TOKEN", "t0p-s3cret");
    return ClientProcess.start(builder.command(), builder).end();
  }

  private Outcome on(Settings settings, String... arguments) {
    List<String> line = new ArrayList<>(List.of(arguments));
    Path file = settings.write(folder);
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
    line.addAll(List.of("--config", file.toString()));
    return berth(line.toArray(String[]::new));
  }

  @Test
  void explainShowsTheContainerThatAUserWouldGet() throws IOException {
    Settings settings =
        Settings.of(Mode.SESSION)
            .with("docker.execution.container.env", "[\"TOKEN=${env:TOKEN}\"]")
            .with(Settings.HOST, "{memory: 100000000}");

    Outcome outcome = on(settings, "explain", "alice", "--from", "192.0.2.7").succeeded();

    assertThat(outcome.text())
        .contains("mode: session", "TOKEN=${env:TOKEN}", "TOKEN=***")
        .doesNotContain("t0p-s3cret")
        .contains("POST /containers/create?name=berth-");
    JsonNode body = body(outcome);
    assertThat(body.path("Image").asText()).isEqualTo("berth-demo:latest");
    assertThat(body.path("HostConfig").path("memory").asLong()).isEqualTo(100_000_000L);
    assertThat(body.findValue("containerssh_username").asText()).isEqualTo("alice");
    assertThat(body.findValue("containerssh_ip").asText()).isEqualTo("192.0.2.7");
    assertThat(Engine.containers(Settings.LABEL + "=" + settings.id())).isEmpty();
  }

  private static JsonNode body(Outcome outcome) throws IOException {
    return new ObjectMapper().readTree(outcome.text().substring(outcome.text().indexOf("\n{")));
  }

  @Test
  void explainNeedsAUserThatCanBe() {
    assertThat(on(Settings.of(Mode.CONNECTION), "explain", "a/b").status()).isEqualTo(2);
    assertThat(on(Settings.of(Mode.CONNECTION), "explain").status()).isEqualTo(2);
    assertThat(on(Settings.of(Mode.CONNECTION), "explain", "a", "--from", "x").status())
        .isEqualTo(2);
  }

  @Test
  void explainWithoutItsConfigurationServerSaysWhyAndKeepsSecrets() {
    Settings settings =
        Settings.of(Mode.CONNECTION)
            .with("configserver.url", "\"http://me:${env:TOKEN}@127.0.0.1:1/config\"")
            .with("configserver.authTimeout", "200ms");

    Outcome outcome = on(settings, "explain", "alice");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.text()).isEmpty();
    assertThat(outcome.err())
        .contains("CONFIGURATION_UNAVAILABLE: ", "127.0.0.1:1/config", "nobody listens there")
        .doesNotContain("t0p-s3cret", "\tat ");
  }

  @Test
  void dumpShowsWhatTakesEffectWithoutSecrets() {
    Outcome outcome = on(Settings.of(Mode.CONNECTION), "config", "dump").succeeded();

    assertThat(outcome.text())
        .contains("mode: connection", "http: 15s", "passwordHash: '***'")
        .doesNotContain(Settings.PASSWORD_HASH);
  }

  @Test
  void doctorFindsNothingWhereAllIsWell() {
    Settings settings = Settings.of(Mode.CONNECTION);

    Outcome outcome = on(settings, "doctor").succeeded();

    assertThat(outcome.lines())
        .allMatch(line -> line.startsWith("ok   "))
        .anyMatch(line -> line.startsWith("ok   engine unix://"))
        .anyMatch(line -> line.startsWith("ok   image berth-demo:latest: is there"))
        .anyMatch(line -> line.startsWith("ok   container: was created, started and ran"))
        .anyMatch(line -> line.startsWith("ok   shellCommand /bin/bash: is in the image"))
        .anyMatch(line -> line.startsWith("ok   subsystem sftp "));
    assertThat(Engine.containers(Settings.LABEL + "=" + settings.id())).isEmpty();
  }

  @Test
  void doctorSaysWhatIsWrongAndWhatToDo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Settings settings =
          Settings.of(Mode.SESSION)
              .with("ssh.listen", "127.0.0.1:" + taken.getLocalPort())
              .with(Settings.IMAGE, "\"berth-none:none\"")
              .with("auth.password.method", "webhook")
              .with("auth.password.webhook.url", "\"http://127.0.0.1:1\"")
              .without("auth.static.users.demo.passwordHash");

      Outcome outcome = on(settings, "doctor");

      assertThat(outcome.status()).isEqualTo(1);
      assertThat(outcome.lines())
          .anyMatch(line ->
              line.startsWith("warn ssh.listen 127.0.0.1:" + taken.getLocalPort())
                  && line.contains("end that, or set ssh.listen to another port"))
          .anyMatch(line ->
              line.startsWith("FAIL auth.password.webhook http://127.0.0.1:1: ")
                  && line.endsWith("; start that server, or correct auth.password.webhook.url"))
          .anyMatch(line ->
              line.startsWith("FAIL image berth-none:none: is not there")
                  && line.contains("pull it by hand"));
    }
  }

  @Test
  void doctorNamesProgramsThatTheImageLacks() {
    Outcome outcome =
        on(
            Settings.of(Mode.CONNECTION)
                .with("docker.execution.shellCommand", "[/bin/zsh]")
                .with("docker.execution.subsystems", "{sftp: /none}"),
            "doctor");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.lines())
        .contains(
            "warn shellCommand /bin/zsh: is not in the image; who asks for it is refused, so"
                + " configure another",
            "warn subsystem sftp /none: is not in the image; who asks for it is refused, so"
                + " configure another");
  }

  @Test
  void doctorSaysWhatToDoAboutAnImageThatCannotServe() {
    Outcome outcome =
        on(
            Settings.of(Mode.CONNECTION).with(Settings.IMAGE, "berth-test/no-shell:latest"),
            "doctor");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.lines())
        .anyMatch(line ->
            line.startsWith("FAIL container: SHELL_MISSING: ")
                && line.contains("use an image with /bin/sh"));
  }

  @Test
  void doctorSaysWhatToDoAboutAnImageThatCannotBePulled() {
    Outcome outcome =
        on(
            Settings.of(Mode.CONNECTION)
                .with(Settings.IMAGE, "\"127.0.0.1:1/none:latest\"")
                .with(Settings.PULL, "IfNotPresent"),
            "doctor");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.lines())
        .anyMatch(line ->
            line.startsWith("FAIL image 127.0.0.1:1/none:latest: PULL_FAILED: ")
                && line.endsWith("; pull it by hand to see more, or configure another"));
  }

  @Test
  void doctorSaysWhatToDoAboutAHostKeyThatOthersMayRead() throws IOException {
    Path key = Keys.ed25519();
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    Outcome outcome =
        on(Settings.of(Mode.CONNECTION).with("ssh.hostkeys", "[\"" + key + "\"]"), "doctor");

    assertThat(outcome.status()).isEqualTo(78);
    assertThat(outcome.err()).contains("ssh.hostkeys[0]", key.toString(), "run chmod 600 on it");
  }

  @Test
  void doctorWithoutAnEngineSaysSo() {
    Outcome outcome =
        on(Settings.of(Mode.CONNECTION).with(Settings.ENGINE, "unix:///none.sock"), "doctor");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.lines())
        .anyMatch(line ->
            line.startsWith("FAIL engine unix:///none.sock: ENGINE_UNREACHABLE")
                && line.endsWith("is it running, and may this user talk to it?"))
        .noneMatch(line -> line.contains(" image ") || line.contains(" container"));
  }

  @Test
  void theShellCompletesCommands() throws IOException {
    Path script = Files.writeString(folder.resolve("completion"), berth("completion").text());
    ProcessBuilder bash =
        new ProcessBuilder(
            "bash",
            "-c",
            ". \"$0\"; COMP_WORDS=(berth con); COMP_CWORD=1; _complete_berth;"
                + " echo \"${COMPREPLY[@]}\"",
            script.toString());

    assertThat(ClientProcess.start(bash.command(), bash).end().succeeded().line())
        .contains("config");
  }

  @Test
  void theDistributionHasItsManualPage() {
    assertThat(Path.of("target", "berth", "share", "man", "man1", "berth.1"))
        .hasSameTextualContentAs(Path.of("..", "docs", "berth.1"));
  }
}
