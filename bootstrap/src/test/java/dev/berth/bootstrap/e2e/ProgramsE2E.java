package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a user can run: exec, shell, subsystem, and its environment.
final class ProgramsE2E extends InBothModes {
  private final Path shared = Scratch.folder("shared");

  /// In session mode each copy has a container of its own.
  @Override
  Settings settings(Mode mode) {
    return super.settings(mode).with(Settings.HOST, "{Binds: [\"" + shared + ":/shared\"]}");
  }

  @Test
  void execRunsACommand() {
    assertThat(ssh("echo hi; id -u").succeeded().text()).isEqualTo("hi\n0\n");
  }

  @Test
  void aCommandHasNoTerminalUnlessAskedFor() {
    assertThat(ssh("[ -t 0 ] || [ -t 1 ] || [ -t 2 ] || echo none").succeeded().line())
        .isEqualTo("none");
  }

  @Test
  void shellReadsCommandsAndEndsWithItsStatus() {
    Outcome outcome = clients().start().write("echo $((6 * 7)); echo e >&2; exit 5\n").end();

    assertThat(outcome.text()).isEqualTo("42\n");
    assertThat(outcome.err()).isEqualTo("e\n");
    assertThat(outcome.status()).isEqualTo(5);
  }

  @Test
  void shellIsBashInConnectionModeAndTheImagesOwnInSessionMode() {
    ClientProcess shell = clients().start().write("echo ${BASH_VERSION:+bash}\n");

    assertThat(shell.end().succeeded().line()).isEqualTo(mode == Mode.CONNECTION ? "bash" : "");
  }

  @Test
  void subsystemSftpPutsAndGetsFiles() throws IOException {
    transfers(
        "printf '%s\\n' 'put sent /tmp/there' 'get /tmp/there back' | sftp -b - h >/dev/null");
  }

  @Test
  void scpCopiesFilesByItsNewAndItsOldProtocol() throws IOException {
    transfers("scp sent h:/shared/new && scp h:/shared/new back");
    transfers("scp -O sent h:/shared/old && scp -O h:/shared/old back");
  }

  private void transfers(String script) throws IOException {
    byte[] content = new byte[3_000_000];
    new Random(1).nextBytes(content);
    Path folder = Scratch.folder("transfer");
    Files.write(folder.resolve("sent"), content);

    clients().shell("cd " + folder + " && " + script).succeeded();

    assertThat(folder.resolve("back")).hasBinaryContent(content);
  }

  @Test
  void anUnknownSubsystemIsToldAsSuch() {
    Outcome outcome = clients().with("SessionType subsystem").ssh("gopher");

    assertThat(outcome.status()).isEqualTo(255);
    assertThat(outcome.err()).contains("[UNKNOWN_SUBSYSTEM]");
  }

  @Test
  void envReachesTheProgramAsItIs() {
    SshClients clients = clients().with("SetEnv GREETING=\"it's  $HOME 'and' more\" EMPTY=");

    assertThat(clients.ssh("printf '%s|%s|' \"$GREETING\" \"${EMPTY-unset}\"").succeeded().text())
        .isEqualTo("it's  $HOME 'and' more||");
  }

  @Test
  void envIsSentFromTheUsersOwn() {
    Outcome outcome =
        clients()
            .with("SendEnv LC_*")
            .shell("LC_ONE=1 LC_TWO='Grüße\nan alle' && export LC_ONE LC_TWO && ssh h 'env'");

    assertThat(outcome.succeeded().text()).contains("LC_ONE=1\n", "LC_TWO=Grüße\nan alle\n");
  }

  @Test
  void envReachesTheShellToo() {
    ClientProcess shell = clients().with("SetEnv A=b").start();

    assertThat(shell.write("echo \"<$A>\"\n").end().succeeded().line()).isEqualTo("<b>");
  }
}
