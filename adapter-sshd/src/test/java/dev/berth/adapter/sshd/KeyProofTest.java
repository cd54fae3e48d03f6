package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.event.GatewayEvent.AuthenticationFailed;
import dev.berth.domain.event.GatewayEvent.AuthenticationSucceeded;
import dev.berth.ports.driven.Authenticator.Proof;
import dev.berth.ports.driven.Authenticator.PublicKeyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What keys and certificates prove before the authenticator is asked, with OpenSSH's client.
final class KeyProofTest {
  @ParameterizedTest
  @CsvSource({
    SoftKey.FIDO_ED25519 + ", 1, true, false",
    SoftKey.FIDO_ED25519 + ", 5, true, true",
    SoftKey.FIDO_ED25519 + ", 0, false, false",
    SoftKey.FIDO_ECDSA + ", 1, true, false",
    SoftKey.FIDO_ECDSA + ", 4, false, true",
  })
  void aFidoKeysSignatureTellsWhoWasThere(
      String type, int flags, boolean present, boolean verified) {
    SoftKey key = SoftKey.of(type).withFlags(flags);
    try (TestServer server = new TestServer(Programs::echo);
        TestAgent agent = new TestAgent(key)) {
      server.authenticator.acceptedKeys.add(key.toString());
      assertThat(agent.of(server.client()).run("hi").text()).isEqualTo("hi");
      assertThat(server.authenticator.proofs)
          .containsExactly(new Proof.Offered(), new Proof.Signed(present, verified));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SoftKey.FIDO_ED25519, SoftKey.FIDO_ECDSA, SoftKey.ED25519})
  void anotherKeysSignatureProvesNothing(String type) {
    SoftKey key = SoftKey.of(type).signedBy(SoftKey.of(type));
    try (TestServer server = new TestServer(Programs::echo);
        TestAgent agent = new TestAgent(key)) {
      server.authenticator.acceptedKeys.add(key.toString());
      OpenSsh client = agent.of(server.client()).with("-o", "BatchMode=yes");
      assertThat(client.run("hi").status()).isEqualTo(255);
      assertThat(server.authenticator.proofs).containsExactly(new Proof.Offered());
      assertThat(server.events(AuthenticationFailed.class)).hasSize(1);
      assertThat(server.gateway.loggedIn).isEmpty();
    }
  }

  @Test
  void theKeyThatSignedIsTheIdentityAndNotOneThatWasOffered() {
    SoftKey offered = SoftKey.of(SoftKey.ED25519).unwilling();
    SoftKey signing = SoftKey.of(SoftKey.ED25519);
    try (TestServer server = new TestServer(Programs::echo);
        TestAgent agent = new TestAgent(offered, signing)) {
      server.authenticator.acceptedKeys.add(offered.toString());
      server.authenticator.acceptedKeys.add(signing.toString());
      server.authenticator.restrictions = KeyProofTest::named;
      assertThat(agent.of(server.client()).run("hi").text()).isEqualTo("hi");
      assertThat(server.authenticator.asked)
          .extracting(PublicKeyText::toString)
          .containsExactly(offered.toString(), signing.toString(), signing.toString());
      assertThat(server.gateway.loggedIn)
          .singleElement()
          .extracting(AuthenticatedUser::restrictions)
          .extracting(Restrictions::forcedCommand)
          .isEqualTo(Optional.of(signing.toString()));
    }
  }

  private static Restrictions named(PublicKeyText key) {
    return new Restrictions(
        Optional.of(key.toString()), EnumSet.allOf(Restrictions.Permission.class), Map.of());
  }

  @ParameterizedTest
  @CsvSource({"ed25519, ed25519", "ecdsa, rsa", "rsa, ecdsa"})
  void aCertificateIsAskedAboutAfterItsOwnSignatureWasVerified(String authority, String type) {
    Path key = OpenSsh.key(type);
    Path certificate = OpenSsh.certificate(OpenSsh.key(authority), key, "-n", "demo");
    try (TestServer server = new TestServer(Programs::echo)) {
      server.authenticator.acceptedKeys.add(OpenSsh.line(certificate));
      OpenSsh client = server.client().with("-i", key.toString(), "-o", "BatchMode=yes");
      assertThat(client.run("hi").text()).isEqualTo("hi");
      assertThat(server.authenticator.asked)
          .extracting(PublicKeyText::toString)
          .containsExactly(
              OpenSsh.publicKey(key), OpenSsh.line(certificate), OpenSsh.line(certificate));
      assertThat(server.authenticator.proofs)
          .containsExactly(
              new Proof.Offered(), new Proof.Offered(), new Proof.Signed(false, false));
    }
  }

  @Test
  void aCertificateThatItsAuthorityHasNotSignedIsNoCertificate() throws IOException {
    Path key = OpenSsh.key("ed25519");
    Path certificate = OpenSsh.certificate(OpenSsh.key("ed25519"), key, "-n", "demo");
    String[] line = OpenSsh.line(certificate).split(" ", 2);
    byte[] forged = Base64.getDecoder().decode(line[1]);
    forged[forged.length - 1] ^= 1;
    String changed = line[0] + " " + Base64.getEncoder().encodeToString(forged);
    Files.writeString(certificate, changed + "\n");
    try (TestServer server = new TestServer(Programs::echo)) {
      server.authenticator.acceptedKeys.add(changed);
      OpenSsh client = server.client().with("-i", key.toString(), "-o", "BatchMode=yes");
      assertThat(client.run("hi").status()).isEqualTo(255);
      assertThat(server.authenticator.asked)
          .extracting(PublicKeyText::type)
          .doesNotContain(line[0]);
      assertThat(server.gateway.loggedIn).isEmpty();
    }
  }

  @Test
  void anAuthoritysSignatureByAWeakHashIsNone() {
    Path key = OpenSsh.key("ed25519");
    Path certificate = OpenSsh.certificate(OpenSsh.key("rsa"), key, "-n", "demo", "-t", "ssh-rsa");
    try (TestServer server = new TestServer(Programs::echo)) {
      server.authenticator.acceptedKeys.add(OpenSsh.line(certificate));
      OpenSsh client = server.client().with("-i", key.toString(), "-o", "BatchMode=yes");
      assertThat(client.run("hi").status()).isEqualTo(255);
      assertThat(server.events(AuthenticationSucceeded.class)).isEmpty();
    }
  }
}
