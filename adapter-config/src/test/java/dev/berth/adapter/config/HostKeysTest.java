package dev.berth.adapter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.config.ConfigurationFiles.Algorithms;
import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.adapter.config.ConfigurationFiles.Problem;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeysTest {
  private final ConfigurationFolder folder;

  HostKeysTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  @Test
  void withoutHostKeysThereIsNoServer() {
    for (String text : List.of("ssh:\n  banner: hello\n", "ssh:\n", "log: {level: debug}\n")) {
      List<Problem> problems = folder.problems(text);
      assertThat(problems).hasSize(1);
      assertThat(problems.getFirst().path()).isEqualTo("ssh.hostkeys");
      assertThat(problems.getFirst().line()).isEqualTo(1);
      assertThat(problems.getFirst().message()).contains("at least one", "ssh-keygen");
    }
    assertThat(folder.problems("ssh:\n  hostkeys: []\n").getFirst().message())
        .isEqualTo("must not be an empty list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw-----w-", "rwx--x---", "rw-r--r--"})
  void aKeyThatOthersMayUseIsRefused(String permissions) {
    folder.permit("ssh_host_ed25519_key", permissions);
    assertThat(only("ssh_host_ed25519_key"))
        .contains("may be used by others than its owner (" + permissions + ")", "chmod 600");
  }

  @Test
  void aKeyThatOnlyItsOwnerMayReadIsTaken() {
    folder.permit("ssh_host_ed25519_key", "r--------");
    assertThat(folder.problems(ConfigurationFolder.HOST_KEYS)).isEmpty();
  }

  @Test
  void aMissingKeyIsMadeWhereThatIsWanted() throws IOException {
    String wanted = "ssh:\n  generateHostkeys: true\n  hostkeys: [made, ssh_host_ed25519_key]\n";
    String made = firstKey(making(wanted));
    Path file = folder.path().resolve("made");
    assertThat(Files.readString(file)).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(firstKey(making(wanted))).isEqualTo(made);
    try (Stream<Path> files = Files.list(folder.path())) {
      assertThat(files).noneMatch(left -> left.getFileName().toString().startsWith(".hostkey"));
    }
  }

  @Test
  void nothingIsMadeUnlessThatIsWanted() {
    String unwanted = "ssh:\n  hostkeys: [made]\n";
    assertThat(ConfigurationFolder.problems(making(unwanted)).getFirst().message())
        .contains("does not exist");
    // Nor by reading alone.
    assertThat(folder.problems(unwanted + "  generateHostkeys: true\n").getFirst().message())
        .contains("does not exist");
    assertThat(folder.path().resolve("made")).doesNotExist();
  }

  @Test
  void aKeyThatCannotBeMadeIsNamed() {
    List<Problem> problems =
        ConfigurationFolder.problems(
            making("ssh:\n  generateHostkeys: true\n  hostkeys: [nowhere/made]\n"));
    assertThat(problems.getFirst().path()).isEqualTo("ssh.hostkeys[0]");
    assertThat(problems.getFirst().message())
        .contains(folder.path().resolve("nowhere/made").toString(), "cannot be made");
    assertThat(folder.path().resolve("nowhere")).doesNotExist();
  }

  private Loaded making(String yaml) {
    return ConfigurationFiles.read(
        folder.write("config.yaml", yaml),
        Algorithms.UNCHECKED,
        () -> ConfigurationFolder.privateKey("Ed25519"));
  }

  private static String firstKey(Loaded loaded) {
    assertThat(loaded).isInstanceOf(Loaded.Valid.class);
    return ((Loaded.Valid) loaded).configuration().ssh().hostKeys().keys().getFirst().pem();
  }

  @ParameterizedTest
  @CsvSource({
    "missing, does not exist",
    "., is a folder",
    "ca.pem, it holds certificate",
    "alice.keys, no complete PEM block"
  })
  void aFileThatHoldsNoKeyIsNamed(String name, String why) {
    assertThat(only(name)).contains(folder.path().resolve(name).toString(), why);
  }

  @Test
  void keysInEveryUsualFormAreTaken() throws IOException {
    for (String pem :
        List.of(
            ConfigurationFolder.privateKey("RSA"),
            ConfigurationFolder.privateKey("EC"),
            ConfigurationFolder.privateKey("Ed25519"),
            openSsh("none", "ssh-ed25519"),
            openSsh("none", "ecdsa-sha2-nistp256"),
            ConfigurationFolder.pem("EC PARAMETERS", new byte[] {6, 0})
                + ConfigurationFolder.pem("EC PRIVATE KEY", der()),
            ConfigurationFolder.pem("RSA PRIVATE KEY", der()))) {
      assertThat(faults(pem)).isEmpty();
    }
  }

  @Test
  void whatIsNoUsableKeyIsRefused() throws IOException {
    assertThat(faults(openSsh("aes256-ctr", "ssh-ed25519"))).contains("passphrase");
    assertThat(faults(openSsh("none", "ssh-dss"))).contains("RSA, ECDSA or Ed25519");
    assertThat(faults(ConfigurationFolder.privateKey("DSA"))).contains("RSA, ECDSA or Ed25519");
    assertThat(faults(ConfigurationFolder.pem("DSA PRIVATE KEY", der()))).contains("dsa");
    assertThat(faults(ConfigurationFolder.pem("ENCRYPTED PRIVATE KEY", der())))
        .contains("passphrase");
    assertThat(faults(ConfigurationFolder.pem("OPENSSH PRIVATE KEY", der()))).contains("damaged");
    assertThat(faults(ConfigurationFolder.pem("PUBLIC KEY", der()))).contains("public key");
    assertThat(faults(ConfigurationFolder.privateKey("RSA").substring(0, 200)))
        .contains("no complete PEM block");
  }

  @Test
  void aKeyPastedInAWrongFormDoesNotShow() {
    String pasted = ConfigurationFolder.privateKey("RSA").replaceAll("-----.*?-----|\n", "");
    assertThat(only(pasted))
        .contains("lacks PEM's first line")
        .doesNotContain(pasted.substring(0, 20));
  }

  @Test
  void nothingOfAKeyShows() {
    String pem = ConfigurationFolder.privateKey("EC");
    folder.write("damaged", pem.replace("M", "!"));
    folder.permit("damaged", "rw-------");
    assertThat(only("damaged")).doesNotContain(pem.substring(40, 60));
    assertThat(folder.valid(ConfigurationFolder.HOST_KEYS).toString()).doesNotContain("BEGIN");
  }

  private String only(String name) {
    List<Problem> problems = folder.problems("ssh:\n  hostkeys: ['" + name + "']\n");
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().path()).isEqualTo("ssh.hostkeys[0]");
    return problems.getFirst().message();
  }

  private String faults(String pem) {
    List<Problem> problems = folder.problems("ssh:\n  hostkeys:\n    - |\n" + pem.indent(6));
    return problems.isEmpty() ? "" : problems.getFirst().message();
  }

  private static byte[] der() {
    byte[] der = new byte[40];
    der[0] = 0x30;
    return der;
  }

  private static String openSsh(String cipher, String type) throws IOException {
    ByteArrayOutputStream publicKey = new ByteArrayOutputStream();
    string(new DataOutputStream(publicKey), type);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeBytes("openssh-key-v1\0");
    string(out, cipher);
    string(out, "none");
    string(out, "");
    out.writeInt(1);
    out.writeInt(publicKey.size());
    publicKey.writeTo(out);
    string(out, "private part");
    return ConfigurationFolder.pem("OPENSSH PRIVATE KEY", bytes.toByteArray());
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
