package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.configuration.SshConfiguration;
import dev.berth.domain.configuration.SshConfiguration.HostKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server needs to start.
final class StartTest {
  @ParameterizedTest
  @CsvSource({
    "ed25519,",
    "ecdsa,",
    "ecdsa,-b 521",
    "rsa,-b 3072",
    "rsa,-b 3072 -m PEM",
    "rsa,-b 3072 -m PKCS8",
    "ecdsa,-m PEM",
    "ecdsa,-m PKCS8"
  })
  void hostKeysOfEveryKindWork(String type, String options) {
    HostKey key =
        options == null ? TestServer.hostKey(type) : TestServer.hostKey(type, options.split(" "));
    try (TestServer server = new TestServer(Programs::echo, auth(), keys(key))) {
      assertThat(server.client().run("hi").text()).isEqualTo("hi");
    }
  }

  @Test
  void severalHostKeysAreOfferedTogether() {
    HostKey[] keys = {TestServer.hostKey("rsa", "-b", "3072"), TestServer.hostKey("ecdsa")};
    try (TestServer server = new TestServer(Programs::echo, auth(), keys(keys))) {
      for (String algorithm : List.of("rsa-sha2-512", "rsa-sha2-256", "ecdsa-sha2-nistp256")) {
        OpenSsh client = server.client().with("-o", "HostKeyAlgorithms=" + algorithm);
        assertThat(client.run("hi").text()).isEqualTo("hi");
      }
    }
  }

  @Test
  void unusableHostKeysAreNamed() {
    HostKey small = TestServer.hostKey("rsa", "-b", "2048");
    assertThatThrownBy(() -> new TestServer(Programs::echo, auth(), keys(small)))
        .hasMessageContaining(small.origin())
        .hasMessageContaining("3072");
    HostKey locked = TestServer.hostKey("ed25519", "-N", "pass phrase");
    assertThatThrownBy(() -> new TestServer(Programs::echo, auth(), keys(locked)))
        .hasMessageContaining(locked.origin());
    HostKey none = new HostKey("ssh.hostkeys[0]", "no key");
    assertThatThrownBy(() -> new TestServer(Programs::echo, auth(), keys(none)))
        .hasMessageContaining("ssh.hostkeys[0]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aes128-gcm@openssh.com",
        "aes256-gcm@openssh.com",
        "chacha20-poly1305@openssh.com",
        "aes256-ctr",
        "aes128-ctr"
      })
  void everyDefaultCipherWorks(String cipher) {
    try (TestServer server = new TestServer(Programs::cat)) {
      OpenSsh client = server.client().with("-c", cipher);
      assertThat(client.run(new byte[100_000], "cat").out()).hasSize(100_000);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sntrup761x25519-sha512@openssh.com",
        "curve25519-sha256",
        "curve25519-sha256@libssh.org",
        "diffie-hellman-group16-sha512"
      })
  void everyDefaultKeyExchangeWorks(String kex) {
    try (TestServer server = new TestServer(Programs::echo)) {
      OpenSsh client = server.client().with("-o", "KexAlgorithms=" + kex);
      assertThat(client.run("hi").text()).isEqualTo("hi");
    }
  }

  @Test
  void allDefaultsAreSupported() {
    assertThat(SshdServer.supportedCiphers()).containsAll(SshConfiguration.DEFAULT_CIPHERS);
    assertThat(SshdServer.supportedKex()).containsAll(SshConfiguration.DEFAULT_KEX);
    assertThat(SshdServer.supportedMacs()).containsAll(SshConfiguration.DEFAULT_MACS);
    assertThat(SshdServer.supportedCiphers()).doesNotContain("none");
  }

  @Test
  void anUnsupportedAlgorithmIsNamed() {
    UnaryOperator<SshConfiguration> odd =
        c ->
            new SshConfiguration(
                c.listen(),
                c.serverVersion(),
                c.banner(),
                c.hostKeys(),
                List.of("rot13"),
                c.kex(),
                c.macs(),
                c.clientAliveInterval(),
                c.clientAliveCountMax(),
                c.limits());
    assertThatThrownBy(() -> new TestServer(Programs::echo, auth(), odd))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ssh.ciphers")
        .hasMessageContaining("rot13");
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      UnaryOperator<SshConfiguration> there =
          c ->
              SshConfiguration.of(
                  (java.net.InetSocketAddress) taken.getLocalSocketAddress(), c.hostKeys().keys());
      assertThatThrownBy(() -> new TestServer(Programs::echo, auth(), there))
          .rootCause()
          .isInstanceOf(java.net.BindException.class);
      assertThatThrownBy(() -> new TestServer(Programs::echo, auth(), there))
          .cause()
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("another program listens there");
    }
  }

  private static FakeAuthenticator auth() {
    return new FakeAuthenticator("password");
  }

  private static UnaryOperator<SshConfiguration> keys(HostKey... keys) {
    return c -> SshConfiguration.of(c.listen(), List.of(keys));
  }
}
