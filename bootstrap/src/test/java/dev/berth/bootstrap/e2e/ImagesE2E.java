package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Images of several kinds: with another shell, with none, with a program and a user of their own.
final class ImagesE2E {
  private static final String DASH = "berth-test/dash:latest";
  private static final String NO_SHELL = "berth-test/no-shell:latest";
  private static final String ENTRYPOINT = "berth-test/entrypoint:latest";

  private static Settings settings(Mode mode, String image) {
    return Settings.of(mode).with(Settings.IMAGE, image);
  }

  @ParameterizedTest
  @EnumSource
  void whereTheShellIsDashCommandsAreTheSameBytes(Mode mode) throws IOException {
    byte[] word = new byte[254];
    for (int i = 0, b = 1; b < 256; b++) {
      if (b != '\'') {
        word[i++] = (byte) b;
      }
    }
    Path file = Files.write(Scratch.folder("word").resolve("word"), word);
    try (GatewayProcess gateway = GatewayProcess.start(settings(mode, DASH))) {
      SshClients clients = gateway.clients();
      assertThat(clients.shell("ssh h \"printf %s '$(cat " + file + ")'\"").out()).isEqualTo(word);
      assertThat(clients.ssh("/bin/echo a; /bin/echo $HOME | /bin/tr o 0").succeeded().text())
          .isEqualTo("a\n/r00t\n");
      assertThat(clients.ssh(">x; ls x; echo 'a\\nb'; exit 3"))
          .satisfies(outcome -> {
            assertThat(outcome.text()).isEqualTo("x\na\nb\n");
            assertThat(outcome.status()).isEqualTo(3);
          });
      assertThat(clients.ssh("x=" + "y".repeat(100_000) + "; echo ${#x}").line())
          .isEqualTo("100000");
    }
  }

  @Test
  void anImageWithoutShellGetsAClearError() {
    try (GatewayProcess gateway = GatewayProcess.start(settings(Mode.CONNECTION, NO_SHELL))) {
      Failure.of(gateway.clients().ssh("echo hi")).is("SHELL_MISSING", gateway);
    }
  }

  @Test
  void anImageWithoutShellGetsAClearErrorAlsoWhereTheIdleCommandNeedsNone() {
    Settings settings =
        settings(Mode.CONNECTION, NO_SHELL)
            .with("docker.execution.idleCommand", "[/bin/sleep, \"3600\"]")
            .with("docker.execution.shellCommand", "[/bin/echo, hi]");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      Failure.of(gateway.clients().ssh("echo hi")).is("SHELL_MISSING", gateway);
    }
  }

  @Test
  void anImageWithTheGuestAgentInsteadOfAShellRunsPrograms() {
    Settings settings =
        settings(Mode.CONNECTION, "berth-test/agent:latest")
            .with(
                "docker.execution.idleCommand",
                "[/usr/bin/containerssh-agent, wait-signal, --signal, TERM]")
            .with("docker.execution.shellCommand", "[/bin/echo, hi]")
            .with("docker.execution.subsystems", "{mirror: /bin/cat}");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      SshClients clients = gateway.clients();
      assertThat(clients.ssh().succeeded().text()).isEqualTo("hi\n");
      assertThat(clients.shell("echo all | ssh -s h mirror").succeeded().text()).isEqualTo("all\n");
      Failure.of(clients.ssh("echo hi")).is("SHELL_MISSING", gateway);
    }
  }

  @Test
  void inSessionModeAnImageWithoutShellRunsProgramsAndGetsAClearErrorForCommands() {
    Settings settings =
        settings(Mode.SESSION, NO_SHELL)
            .with("docker.execution.shellCommand", "[/bin/echo, \"it's\", \"a  b\", \"$HOME\"]");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      Failure.of(gateway.clients().ssh("echo hi")).is("SHELL_MISSING", gateway);
      assertThat(gateway.clients().ssh().succeeded().text()).isEqualTo("it's a  b $HOME\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theImagesUserWorkingDirectoryAndEnvironmentHold(Mode mode) {
    String command = "id -un; pwd; echo $GREETING; ls /tmp";
    try (GatewayProcess gateway = GatewayProcess.start(settings(mode, ENTRYPOINT))) {
      // In both modes the container is started by the image's entrypoint.
      assertThat(gateway.clients().ssh(command).succeeded().text())
          .isEqualTo("demo\n/home/demo\nhello\nentered\n");
    }
  }

  @Test
  void inSessionModeAShellRequestRunsTheImagesOwnCommand() {
    Settings settings = settings(Mode.SESSION, ENTRYPOINT);
    try (GatewayProcess gateway = GatewayProcess.start(settings);
        ClientProcess shell = gateway.clients().start()) {
      shell.write("id -un; ls /tmp; echo ${BASH_VERSION:-none}; exit 4\n");
      Outcome outcome = shell.end();
      assertThat(outcome.text()).isEqualTo("demo\nentered\nnone\n");
      assertThat(outcome.status()).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aShellRequestRunsTheConfiguredCommand(Mode mode) {
    Settings settings =
        Settings.of(mode)
            .with(
                "docker.execution.shellCommand",
                "[/bin/bash, -c, 'echo \"$0\" \"$1\"', a, 'b  c']");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      assertThat(gateway.clients().ssh().succeeded().text()).isEqualTo("a b  c\n");
    }
  }
}
