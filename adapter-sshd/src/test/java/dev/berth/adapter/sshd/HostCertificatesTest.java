package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.configuration.SshConfiguration.HostCertificate;
import dev.berth.domain.configuration.SshConfiguration.HostIdentity;
import dev.berth.domain.configuration.SshConfiguration.HostKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Certificates are offered beside their keys; those that are of no use are told at start.
final class HostCertificatesTest {
  private final Path authority = OpenSsh.key("ed25519");
  private final Path key = OpenSsh.key("ed25519");

  private static TestServer server(Path key, Path... certificates) {
    HostIdentity identity =
        new HostIdentity(
            List.of(new HostKey(key.toString(), text(key))),
            Stream.of(certificates).map(file -> new HostCertificate("there", text(file))).toList());
    return new TestServer(
        Programs::echo,
        new FakeAuthenticator("password", "publickey"),
        c -> TestServer.with(c, identity));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void isRefused(String why, Path... certificates) {
    assertThatThrownBy(() -> server(key, certificates))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host certificate there: ")
        .hasMessageContaining(why);
  }

  @Test
  void aCertificateForNoneOfTheKeysIsRefused() {
    isRefused(
        "not among the host keys",
        OpenSsh.certificate(authority, OpenSsh.key("ed25519"), "-h", "-n", "host"));
    isRefused(
        "not among the host keys",
        OpenSsh.certificate(authority, OpenSsh.key("ecdsa"), "-h", "-n", "host"));
  }

  @Test
  void aUsersCertificateIsRefused() {
    isRefused("not a host's", OpenSsh.certificate(authority, key, "-n", "demo"));
  }

  @Test
  void twoForOneKeyAreRefused() {
    Path certificate = OpenSsh.certificate(authority, key, "-h", "-n", "host");
    isRefused("another one", certificate, certificate);
  }

  @Test
  void whatIsNoCertificateIsRefused() {
    isRefused("no certificate", Path.of(key + ".pub"));
    isRefused("cannot be read", key);
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, ssh-ed25519-cert-v01@openssh.com",
    "ecdsa, ecdsa-sha2-nistp256-cert-v01@openssh.com",
    "rsa, rsa-sha2-512-cert-v01@openssh.com"
  })
  void aHostCertificateLetsClientsTrustItsAuthority(String type, String algorithm)
      throws IOException {
    Path host = OpenSsh.key(type);
    Path certificate = OpenSsh.certificate(authority, host, "-h", "-n", "127.0.0.1");
    Path known = Files.createTempDirectory("berth-known").resolve("hosts");
    Files.writeString(known, "@cert-authority * " + OpenSsh.publicKey(authority) + "\n");
    try (TestServer server = server(host, certificate)) {
      OpenSsh.Outcome outcome =
          server
              .client()
              .with("-o", "UserKnownHostsFile=" + known, "-o", "StrictHostKeyChecking=yes")
              .with("-o", "HostKeyAlgorithms=" + algorithm)
              .run("hi");
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.text()).isEqualTo("hi");
      assertThat(server.client().run("hi").text()).as("by the key alone").isEqualTo("hi");
      await().until(() -> server.gateway.disconnected.get() == 2);
    }
  }
}
