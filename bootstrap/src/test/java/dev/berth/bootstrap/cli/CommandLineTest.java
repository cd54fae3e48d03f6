package dev.berth.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.config.ConfigurationFiles;
import dev.berth.adapter.sshd.SshdServer;
import dev.berth.domain.configuration.PasswordHash;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class CommandLineTest {
  private final InputStream stdin = System.in;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void restoreStdin() {
    System.setIn(stdin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "version"})
  void theVersionIsTheBuilds(String how) {
    assertThat(berth(how)).isZero();
    assertThat(out.toString()).matches("berth \\d+\\.\\d+\\.\\d+.*\\R");
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h", "help"})
  void helpListsTheCommandsAndTheExitCodes(String how) {
    assertThat(berth(how)).isZero();
    assertThat(out.toString())
        .contains("Usage: berth ", "run ", "hash-password ", "version ", "Exit codes:");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpOnRunTellsItsExitCodes() {
    assertThat(berth("help", "run")).isZero();
    assertThat(out.toString()).contains("--config=FILE", "config.yaml", "78 ");
  }

  @Test
  void aMissingCommandIsAUsageError() {
    assertThat(berth()).isEqualTo(2);
    assertThat(err.toString()).contains("a command is missing", "Try 'berth --help'.");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aMistypedCommandGetsASuggestion() {
    assertThat(berth("hash-pasword")).isEqualTo(2);
    assertThat(err.toString()).contains("'hash-pasword'", "Did you mean: ", "berth hash-password");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aCommandLikeNoOtherGetsTheListOfCommands() {
    assertThat(berth("xyz")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "'xyz'",
            "Commands: run, config, doctor, explain, ps, reap, drain, hash-password, completion,"
                + " version, help");
  }

  @Test
  void aMistypedOptionGetsASuggestion() {
    assertThat(berth("run", "--confg", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("--confg", "--config", "Try 'berth run --help'.");
  }

  @Test
  void aConfigurationFileThatIsNotThereIsAConfigurationError(@TempDir Path folder) {
    Path missing = folder.resolve("none.yaml");

    assertThat(berth("run", "--config", missing.toString())).isEqualTo(78);
    assertThat(err.toString().lines()).singleElement().asString().startsWith(missing + ":");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void allProblemsOfAConfigurationAreListedWithTheirPlaces(@TempDir Path folder)
      throws java.io.IOException {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(
        file,
        """
        ssh:
          lissen: 127.0.0.1:2222
        docker:
          timeouts:
            http: soon
        log:
          level: loud
        """);

    assertThat(berth("run", "--config", file.toString())).isEqualTo(78);
    assertThat(err.toString().lines())
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(line -> line.startsWith(file + ":"))
        .anyMatch(line -> line.matches(".*:2:3: ssh\\.lissen: .*listen.*"))
        .anyMatch(line -> line.contains(":5:") && line.contains("docker.timeouts.http: "))
        .anyMatch(line -> line.contains(":7:") && line.contains("log.level: "));
  }

  @Test
  void aConfigurationIsCheckedWithoutStartingAnything(@TempDir Path folder)
      throws java.io.IOException {
    Path key = folder.resolve("key");
    Path file = folder.resolve("config.yaml");
    Files.writeString(key, SshdServer.newHostKey());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "ssh: {hostkeys: [key]}\n");

    assertThat(berth("config", "check", "--config", file.toString())).isZero();
    assertThat(out.toString()).isEqualTo(file + ": can be used" + System.lineSeparator());
    assertThat(err.toString()).isEmpty();

    Files.writeString(file, "ssh: {hostkeys: [key], banner: [1]}\nlog: {level: loud}\n");
    assertThat(berth("config", "check", "--config", file.toString())).isEqualTo(78);
    assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith(file + ":"));
  }

  @Test
  void keysThatOnlyTheServerCanJudgeAreCheckedToo(@TempDir Path folder) throws java.io.IOException {
    Path file = folder.resolve("config.yaml");
    Path key = folder.resolve("key");
    Files.writeString(key, SshdServer.newHostKey().replaceFirst("(?m)^b3B", "AAA"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "ssh: {hostkeys: [key]}\n");

    assertThat(berth("config", "check", "--config", file.toString())).isEqualTo(78);
    assertThat(err.toString()).contains(key.toString());
  }

  @Test
  void theSchemaIsPrinted() {
    assertThat(berth("config", "schema")).isZero();
    assertThat(out.toString()).isEqualTo(ConfigurationFiles.jsonSchema());
    assertThat(berth("config")).isEqualTo(2);
    assertThat(err.toString()).contains("a command is missing", "berth config --help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "secret\n", "secret\r\n", "secret\nmore\n"})
  void hashPasswordHashesOneLineOfStdin(String input) {
    stdin(input);

    assertThat(berth("hash-password")).isZero();
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(PasswordHash.parse(out.toString().strip()))
        .isInstanceOf(PasswordHash.Argon2id.class);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void hashPasswordMakesBcryptIfAsked() {
    stdin("secret\n");

    assertThat(berth("hash-password", "--bcrypt", "-")).isZero();
    assertThat(out.toString()).startsWith("$2y$");
    assertThat(PasswordHash.parse(out.toString().strip())).isInstanceOf(PasswordHash.Bcrypt.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void anEmptyPasswordIsRefused(String input) {
    stdin(input);

    assertThat(berth("hash-password")).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("the password is empty");
  }

  @Test
  void aPasswordThatBcryptWouldCutIsRefused() {
    stdin("p".repeat(73) + "\n");

    assertThat(berth("hash-password", "--bcrypt")).isEqualTo(1);
    assertThat(err.toString()).contains("72 bytes");
  }

  @Test
  void aPasswordThatIsNotTextIsRefused() {
    System.setIn(new ByteArrayInputStream(new byte[] {'a', (byte) 0xff, '\n'}));

    assertThat(berth("hash-password")).isEqualTo(1);
    assertThat(err.toString()).contains("UTF-8");
  }

  @Test
  void aPasswordOnTheCommandLineIsRefusedAndNotRepeated() {
    assertThat(berth("hash-password", "hunter2", "hunter2")).isEqualTo(2);
    assertThat(err.toString()).contains("shows to everybody").doesNotContain("hunter2");
  }

  private int berth(String... arguments) {
    CommandLine berth = CommandLineInterface.create();
    return berth
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private static void stdin(String text) {
    System.setIn(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }
}
