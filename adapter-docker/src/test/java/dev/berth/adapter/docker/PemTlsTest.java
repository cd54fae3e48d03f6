package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.container.EngineEndpoint.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What can be told of an engine's TLS material before the engine is asked.
class PemTlsTest {
  @TempDir Path folder;

  private void openssl(String... arguments) throws Exception {
    List<String> line = new java.util.ArrayList<>(List.of("openssl"));
    line.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /// A certificate, and its key as PKCS #8.
  private String made(String name, String... kind) throws Exception {
    List<String> line =
        new java.util.ArrayList<>(
            List.of("req", "-x509", "-nodes", "-days", "1", "-subj", "/CN=" + name));
    line.addAll(List.of("-keyout", name + ".key", "-out", name + ".pem", "-newkey"));
    line.addAll(List.of(kind));
    openssl(line.toArray(String[]::new));
    return text(name + ".pem");
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa:2048, rsa, BEGIN RSA PRIVATE KEY",
    "ec -pkeyopt ec_paramgen_curve:prime256v1, ec, BEGIN EC PRIVATE KEY",
    "ed25519, pkey, BEGIN PRIVATE KEY"
  })
  void keysAreReadAsOpensslWritesThem(String kind, String command, String label) throws Exception {
    String certificate = made("peer", kind.split(" ", -1));
    if (command.equals("rsa")) {
      openssl("rsa", "-traditional", "-in", "peer.key", "-out", "other.key");
    } else {
      openssl(command, "-in", "peer.key", "-out", "other.key");
    }
    assertThat(text("other.key")).contains(label);

    for (String key : List.of("peer.key", "other.key")) {
      assertThat(PemTls.of(new Tls(certificate, certificate, text(key))).sockets()).isNotNull();
    }
  }

  @Test
  void aKeyThatIsNotTheCertificatesIsRefused() throws Exception {
    String certificate = made("peer", "rsa:2048");
    for (String[] kind : new String[][] {{"rsa:2048"}, {"ed25519"}}) {
      var _ = made("other", kind);
      String key = text("other.key");

      assertRefused(certificate, certificate, key, "not that of the certificate");
    }
  }

  @Test
  void brokenTextsAreRefusedWithoutBeingQuoted() throws Exception {
    String certificate = made("peer", "rsa:2048");
    String key = text("peer.key");
    String half = key.substring(0, key.length() / 2) + "\n-----END PRIVATE KEY-----\n";

    assertRefused(certificate, certificate, half, "the private key cannot be read");
    // What a parser says nobody knows, so nothing of it is kept.
    assertThatThrownBy(() -> PemTls.of(new Tls(certificate, certificate, half)))
        .rootCause()
        .hasMessageStartingWith("the private key cannot be read");
    assertRefused(certificate, certificate, certificate, "there is no private key");
    assertRefused(certificate, key, key, "cannot be used");
    assertRefused("", certificate, key, "cannot be used");
  }

  private static void assertRefused(String authority, String certificate, String key, String why) {
    assertThatThrownBy(() -> PemTls.of(new Tls(authority, certificate, key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why)
        .satisfies(refused -> {
          // A log prints causes too.
          for (Throwable told = refused; told != null; told = told.getCause()) {
            assertThat(told.toString()).doesNotContain(key.substring(40, 60));
          }
        });
  }
}
