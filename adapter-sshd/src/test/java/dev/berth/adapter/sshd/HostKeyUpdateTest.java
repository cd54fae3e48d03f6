package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.SshConfiguration;
import dev.berth.domain.configuration.SshConfiguration.HostCertificate;
import dev.berth.domain.configuration.SshConfiguration.HostIdentity;
import dev.berth.domain.configuration.SshConfiguration.HostKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What OpenSSH's clients ask for beyond the protocol.
final class HostKeyUpdateTest {
  private static final String ALL = "ssh-ed25519,rsa-sha2-512,ecdsa-sha2-nistp256";

  @ParameterizedTest
  @ValueSource(strings = {"ssh-ed25519", "rsa-sha2-256", "ecdsa-sha2-nistp256"})
  void aClientThatTrustsOneKeyLearnsTheOthers(String trusted) throws IOException {
    Path known = Files.createTempDirectory("berth-known").resolve("known_hosts");
    try (TestServer server = new TestServer(Programs::echo, auth(), HostKeyUpdateTest::keys)) {
      // A key that is only just accepted is not trusted enough to add others.
      for (int visit = 1; visit <= 2; visit++) {
        OpenSsh.Outcome outcome =
            server
                .client()
                .with("-o", "UserKnownHostsFile=" + known)
                .with("-o", "UpdateHostKeys=yes")
                .with("-o", "HostKeyAlgorithms=" + trusted + "," + ALL)
                .run("hi");
        assertThat(outcome.text()).as(outcome.err()).isEqualTo("hi");
        assertThat(types(known)).hasSize(visit == 1 ? 1 : 3);
      }
    }
    assertThat(types(known))
        .containsExactlyInAnyOrder("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256");
  }

  private static List<String> types(Path known) throws IOException {
    try (Stream<String> lines = Files.lines(known)) {
      return lines.map(line -> line.split(" ", -1)[1]).toList();
    }
  }

  private static SshConfiguration keys(SshConfiguration c) {
    List<HostKey> keys =
        List.of(
            TestServer.hostKey("ed25519"),
            TestServer.hostKey("rsa", "-b", "3072"),
            TestServer.hostKey("ecdsa"));
    return TestServer.withKeys(c, keys);
  }

  @Test
  void onlyOurOwnKeysAreProvenAndEachOnce() throws Exception {
    try (TestServer server = new TestServer(Programs::echo);
        RawClient client = new RawClient(server.port())) {
      byte[] own =
          blob(
              OpenSsh.publicKey(
                  Path.of(TestServer.configuration().hostKeys().keys().getFirst().origin())));
      byte[] foreign = blob(OpenSsh.publicKey(OpenSsh.key("ed25519")));
      assertThat(prove(client, own)).isNotNull();
      assertThat(prove(client, foreign)).isNull();
      assertThat(prove(client, own, own)).isNull();
      assertThat(prove(client)).isNull();
      assertThat(client.session.isOpen()).isTrue();
    }
  }

  /// A signature's name is never a certificate's (OpenSSH's PROTOCOL.certkeys).
  @Test
  void keysAreProvenAlikeWhereACertificateWasNegotiated() throws Exception {
    Path key = OpenSsh.key("rsa", "-b", "3072");
    Path certificate =
        OpenSsh.certificate(OpenSsh.key("ed25519"), key, "-h", "-n", "127.0.0.1", "-V", "+1d");
    HostIdentity identity =
        new HostIdentity(
            List.of(new HostKey("key", Files.readString(key))),
            List.of(new HostCertificate("certificate", Files.readString(certificate))));
    try (TestServer server =
            new TestServer(Programs::echo, auth(), c -> TestServer.with(c, identity));
        RawClient client = new RawClient(server.port())) {
      assertThat(client.session.getNegotiatedKexParameter(KexProposalOption.SERVERKEYS))
          .isEqualTo("rsa-sha2-512-cert-v01@openssh.com");
      Buffer proof = prove(client, blob(OpenSsh.publicKey(key)));
      assertThat(proof).isNotNull();
      assertThat(new ByteArrayBuffer(proof.getBytes()).getString()).isEqualTo("rsa-sha2-512");
    }
  }

  private static byte[] blob(String publicKey) {
    return java.util.Base64.getDecoder().decode(publicKey.split(" ", -1)[1]);
  }

  private static @org.jspecify.annotations.Nullable Buffer prove(RawClient client, byte[]... blobs)
      throws IOException {
    Buffer request = client.session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 1024);
    request.putString(KnownHostKeys.PROVE);
    request.putBoolean(true);
    for (byte[] blob : blobs) {
      request.putBytes(blob);
    }
    return client.session.request(KnownHostKeys.PROVE, request, Duration.ofSeconds(60).toMillis());
  }

  @Test
  void pingsAreOfferedAndAnswered() throws Exception {
    try (TestServer server = new TestServer(Programs::echo);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.extensions()).contains("ping@openssh.com");
      assertThat(client.ping("are you there?".getBytes(StandardCharsets.UTF_8)))
          .isEqualTo("are you there?".getBytes(StandardCharsets.UTF_8));
      assertThat(client.exec("x".getBytes(StandardCharsets.UTF_8)).status()).isZero();
    }
  }

  @Test
  void whoPingsWithoutReadingTheAnswersIsCutOff() throws Exception {
    try (TestServer server = new TestServer(Programs::echo);
        RawClient client = new RawClient(server.port())) {
      client.stopReading();
      byte[] large = new byte[30_000];
      org.awaitility.Awaitility.await()
          .pollInterval(Duration.ofMillis(1))
          .until(() -> {
            pingOften(client, large);
            return server.gateway.disconnected.get() == 1;
          });
      assertThat(server.client().run("hi").text()).isEqualTo("hi");
    }
  }

  private static void pingOften(RawClient client, byte[] data) throws IOException {
    try {
      for (int i = 0; i < 50 && client.session.isOpen(); i++) {
        client.sendPing(data);
      }
    } catch (SshException closing) {
      assertThat(client.session.isOpen()).as(closing.toString()).isFalse();
    }
  }

  private static FakeAuthenticator auth() {
    return new FakeAuthenticator("password");
  }
}
