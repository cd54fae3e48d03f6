package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Commands go to `/bin/sh -c` byte for byte as sent, whatever they are. Here `/bin/sh` is busybox;
/// [ImagesE2E] has another.
final class CommandsE2E extends InBothModes {
  private final Path shared = Scratch.folder("shared");
  private @Nullable BareClient bare;

  /// Programs start in a folder that the tests see.
  @Override
  Settings settings(Mode mode) {
    return super.settings(mode)
        .with("docker.execution.container.workingdir", "/shared")
        .with(Settings.HOST, "{Binds: [\"" + shared + ":/shared\"]}");
  }

  @Test
  void aProgramKnowsItsConnectionAndItsUser() {
    Outcome outcome =
        clients()
            .with("SetEnv SSH_CLIENT=elsewhere")
            .ssh(
                "echo $SSH_CONNECTION; echo $SSH_CLIENT; echo $USER $LOGNAME $HOME \"<$SSH_TTY>\"");

    String port = Integer.toString(gateway().port());
    assertThat(outcome.text())
        .matches(
            "127\\.0\\.0\\.1 \\d+ 127\\.0\\.0\\.1 "
                + port
                + "\n"
                + "127\\.0\\.0\\.1 \\d+ "
                + port
                + "\n"
                + "root root /root <>\n");
  }

  private BareClient bare() throws IOException {
    if (bare == null) {
      bare = new BareClient(gateway().port());
    }
    return bare;
  }

  @AfterParameterizedClassInvocation
  void disconnect() {
    if (bare != null) {
      bare.close();
      bare = null;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "``!0",
        "` `!0",
        "` : `!0",
        "-n!127",
        "--!127",
        "-c 'echo x'!127",
        "# nothing!0",
        "exit 9!9",
        "(exit 8)!8",
        "false; true!0",
        "true && false!1",
        "if!2",
        "'!2"
      })
  void everyCommandIsTheShellsToJudge(String command, int status) throws IOException {
    assertThat(bare().exec(command.getBytes(UTF_8)).status()).isEqualTo(status);
  }

  @Test
  void aRedirectionAloneMakesTheFile() {
    assertThat(ssh(">x").succeeded().text()).isEmpty();

    assertThat(shared.resolve("x")).isEmptyFile();
  }

  @Test
  void aPathAtTheStartCutsNothingShort() {
    assertThat(ssh("/bin/echo a; /bin/echo b | /bin/tr b c").succeeded().text())
        .isEqualTo("a\nc\n");
  }

  @Test
  void variablesAreTheShells() {
    assertThat(ssh("/bin/echo $HOME $((1 + 1)) `echo x` ~").succeeded().text())
        .isEqualTo("/root 2 x /root\n");
  }

  @Test
  void aVariableAloneIsACommand() {
    Outcome outcome = ssh("$HOME");

    assertThat(outcome.status()).isEqualTo(126);
    assertThat(outcome.err()).contains("/root");
  }

  @Test
  void severalLinesAreOneScript() {
    String script = "for i in 1 2; do\n  echo \"$i\"\ndone\n\ncat <<'E'\n$x \\n \"q\" 'r'\nE\n\n";

    assertThat(ssh(script).succeeded().text()).isEqualTo("1\n2\n$x \\n \"q\" 'r'\n");
  }

  @Test
  void commandsOf100KilobytesAreRun() {
    String word = "0123456789".repeat(10_000);

    assertThat(ssh("x=" + word + "; echo ${#x} ${x##*7}").succeeded().text())
        .isEqualTo("100000 89\n");
  }

  @Test
  void aCommandLongerThanAnyProgramTakesIsRefusedInWords() {
    Outcome outcome = ssh(": " + "x".repeat(70_000), "y".repeat(70_000));

    assertThat(outcome.status()).isEqualTo(255);
    assertThat(outcome.err()).contains("140003 bytes", "[BAD_REQUEST]");
  }

  @Test
  void commandsThatAreNoTextArriveByteForByte() throws IOException {
    byte[] word = allBytesWithoutNulAndQuote();
    ByteArrayOutputStream command = new ByteArrayOutputStream();
    command.writeBytes("printf %s '".getBytes(UTF_8));
    command.writeBytes(word);
    command.writeBytes("'".getBytes(UTF_8));
    Path file = Files.write(Scratch.folder("command").resolve("bytes"), command.toByteArray());

    // Arguments of Java's own processes are text.
    Outcome outcome = clients().shell("ssh h \"$(cat " + file + ")\"").succeeded();

    assertThat(outcome.out()).isEqualTo(word);
  }

  private static byte[] allBytesWithoutNulAndQuote() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int round = 0; round < 3; round++) {
      for (int b = 1; b < 256; b++) {
        if (b != '\'') {
          bytes.write(b);
        }
      }
    }
    return bytes.toByteArray();
  }
}
