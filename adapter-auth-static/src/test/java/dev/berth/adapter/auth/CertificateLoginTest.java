package dev.berth.adapter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.configuration.AuthConfiguration.Methods;
import dev.berth.domain.configuration.AuthConfiguration.StaticUser;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.connection.Restrictions.Permission;
import dev.berth.domain.connection.Username;
import dev.berth.domain.key.AuthorizedKey;
import dev.berth.domain.key.PublicKey;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Authenticator.Decision.Accepted;
import dev.berth.ports.driven.Authenticator.Decision.Rejected;
import dev.berth.ports.driven.Authenticator.Proof;
import dev.berth.ports.driven.Authenticator.PublicKeyText;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Certificates that ssh-keygen made, on trusted authorities' word.
class CertificateLoginTest {
  private static final Username ALICE = new Username("alice");
  private static final Client CLIENT =
      new Client(new ConnectionId("c"), new RemoteAddress("192.0.2.7", 50_000), "");
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private final SshKeygen keygen;
  private final PublicKey authority;

  CertificateLoginTest(@TempDir Path folder) {
    keygen = new SshKeygen(folder);
    authority = keygen.key("ca");
    keygen.key("other-ca");
  }

  private StaticAuthenticator trusting() {
    return StaticAuthenticator.of(
        new AuthConfiguration(new Methods(false, true, false), Map.of(), List.of(authority)),
        () -> NOW);
  }

  private StaticAuthenticator listing(String... lines) {
    return StaticAuthenticator.of(
        new AuthConfiguration(
            new Methods(false, true, false),
            Map.of(
                ALICE,
                new StaticUser(
                    Optional.empty(), Stream.of(lines).map(AuthorizedKey::parse).toList())),
            List.of()),
        () -> NOW);
  }

  private static Decision ask(StaticAuthenticator authenticator, PublicKeyText key) {
    Decision offered = authenticator.publicKey(CLIENT, ALICE, key, new Proof.Offered());
    Decision signed = authenticator.publicKey(CLIENT, ALICE, key, new Proof.Signed(false, false));
    assertThat(signed).isEqualTo(offered);
    return signed;
  }

  private static Restrictions accepted(Decision decision) {
    assertThat(decision).isInstanceOf(Accepted.class);
    AuthenticatedUser user = ((Accepted) decision).user();
    assertThat(user.name()).isEqualTo(ALICE);
    return user.restrictions();
  }

  private static String[] options(String options) {
    return options.split(" ", -1);
  }

  @Test
  void aPrincipalLogsInUnderItsNameAsTheCertificatePermits() {
    PublicKeyText certificate = keygen.certificate("ca", "-n", "bob,alice");
    assertThat(accepted(ask(trusting(), certificate))).isEqualTo(Restrictions.NONE);
    assertThat(
            trusting()
                .publicKey(
                    CLIENT, new Username("mallory"), certificate, new Proof.Signed(false, false)))
        .isEqualTo(new Rejected());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-V always:forever",
        "-n bob -V always:forever",
        "-n alice -h",
        "-n alice -V 20270101:20280101",
        "-n alice -V 20250101:20260101",
        "-n alice -O source-address=10.0.0.0/8",
        "-n alice -O critical:unheard-of=x",
        "-n alice -O verify-required",
      })
  void aCertificateThatDoesNotHoldLetsNobodyIn(String options) {
    assertThat(ask(trusting(), keygen.certificate("ca", options(options))))
        .isEqualTo(new Rejected());
  }

  @Test
  void anAuthorityThatIsNotTrustedLetsNobodyIn() {
    PublicKeyText certificate = keygen.certificate("other-ca", "-n", "alice");
    assertThat(ask(trusting(), certificate)).isEqualTo(new Rejected());
    assertThat(ask(listing("cert-authority " + authority), certificate)).isEqualTo(new Rejected());
  }

  @Test
  void anAuthoritysOwnKeyAndTheCertifiedKeyAloneLetNobodyIn() {
    PublicKeyText alone =
        new PublicKeyText(authority.type(), authority.toString().split(" ", -1)[1]);
    assertThat(ask(trusting(), alone)).isEqualTo(new Rejected());
    assertThat(ask(listing("cert-authority " + authority), alone)).isEqualTo(new Rejected());
    PublicKey certified = keygen.key("user");
    PublicKeyText plain =
        new PublicKeyText(certified.type(), certified.toString().split(" ", -1)[1]);
    keygen.certificate("ca", "-n", "alice");
    assertThat(ask(trusting(), plain)).isEqualTo(new Rejected());
  }

  @Test
  void aPlainKeysLineMakesItNoAuthority() {
    assertThat(ask(listing(authority.toString()), keygen.certificate("ca", "-n", "alice")))
        .isEqualTo(new Rejected());
  }

  @Test
  void criticalOptionsAndMissingPermissionsRestrict() {
    PublicKeyText certificate =
        keygen.certificate(
            "ca",
            options(
                "-n alice -O clear -O force-command=date -O source-address=192.0.2.0/24,10.1.2.3"
                    + " -O permit-agent-forwarding"));
    assertThat(accepted(ask(trusting(), certificate)))
        .isEqualTo(
            new Restrictions(
                Optional.of("date"), EnumSet.of(Permission.AGENT_FORWARDING), Map.of()));
  }

  @Test
  void anAuthoritysLineAddsItsOptions() {
    PublicKeyText certificate = keygen.certificate("ca", "-n", "alice", "-O", "no-x11-forwarding");
    String line = "cert-authority,restrict,pty,x11-forwarding,command=\"id\",environment=\"A=b\" ";
    assertThat(accepted(ask(listing(line + authority), certificate)))
        .isEqualTo(
            new Restrictions(Optional.of("id"), EnumSet.of(Permission.PTY), Map.of("A", "b")));
    assertThat(ask(listing("cert-authority,from=\"10.0.0.0/8\" " + authority), certificate))
        .isEqualTo(new Rejected());
    assertThat(ask(listing("cert-authority,expiry-time=\"20260601Z\" " + authority), certificate))
        .isEqualTo(new Rejected());
  }

  @Test
  void aLineMayNameThePrincipalsInsteadOfTheUser() {
    PublicKeyText operators = keygen.certificate("ca", "-n", "operators");
    String line = "cert-authority,principals=\"admins,operators\" " + authority;
    assertThat(accepted(ask(listing(line), operators))).isEqualTo(Restrictions.NONE);
    assertThat(ask(listing(line), keygen.certificate("ca", "-n", "alice")))
        .isEqualTo(new Rejected());
    assertThat(ask(listing(line), keygen.certificate("ca", "-V", "always:forever")))
        .as("without principals")
        .isEqualTo(new Rejected());
  }

  @Test
  void twoCommandsThatContradictLetNobodyIn() {
    PublicKeyText certificate = keygen.certificate("ca", "-n", "alice", "-O", "force-command=date");
    assertThat(ask(listing("cert-authority,command=\"id\" " + authority), certificate))
        .isEqualTo(new Rejected());
    assertThat(ask(listing("cert-authority,command=\"date\" " + authority), certificate))
        .isInstanceOf(Accepted.class);
  }

  /// As OpenSSH has it: where no line of the authority's demands a touch, the certificate decides.
  @Test
  void aTrustedAuthoritysWordDecidesWhetherAKeyMustBeTouched() {
    PublicKey fido = fido();
    PublicKeyText plain = keygen.certificate("ca", fido, "-n", "alice");
    assertThat(untouched(trusting(), plain)).isEqualTo(new Rejected());
    PublicKeyText free = keygen.certificate("ca", fido, "-n", "alice", "-O", "no-touch-required");
    assertThat(untouched(trusting(), free)).isInstanceOf(Accepted.class);
    assertThat(untouched(listing("cert-authority " + authority), free)).isEqualTo(new Rejected());
    String line = "cert-authority,no-touch-required " + authority;
    assertThat(untouched(listing(line), free)).isInstanceOf(Accepted.class);
    assertThat(untouched(listing(line), plain)).isEqualTo(new Rejected());
    PublicKeyText verified =
        keygen.certificate("ca", fido, options("-n alice -O no-touch-required -O verify-required"));
    assertThat(untouched(trusting(), verified)).isEqualTo(new Rejected());
  }

  private static Decision untouched(StaticAuthenticator authenticator, PublicKeyText key) {
    return authenticator.publicKey(CLIENT, ALICE, key, new Proof.Signed(false, false));
  }

  /// The public half of a FIDO key: an Ed25519 key and the name that it is made for.
  private PublicKey fido() {
    byte[] plain = keygen.key("plain").blob();
    ByteArrayOutputStream fido = new ByteArrayOutputStream();
    fido.writeBytes(string("sk-ssh-ed25519@openssh.com".getBytes(StandardCharsets.US_ASCII)));
    fido.writeBytes(string(Arrays.copyOfRange(plain, plain.length - 32, plain.length)));
    fido.writeBytes(string("ssh:".getBytes(StandardCharsets.US_ASCII)));
    return PublicKey.of(fido.toByteArray());
  }

  private static byte[] string(byte[] bytes) {
    return ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  @Test
  void damagedCertificatesAreRefused() {
    PublicKeyText certificate = keygen.certificate("ca", "-n", "alice");
    List<PublicKeyText> damaged = new ArrayList<>();
    for (int length = 0; length < certificate.base64().length(); length += 4) {
      damaged.add(new PublicKeyText(certificate.type(), certificate.base64().substring(0, length)));
    }
    damaged.add(new PublicKeyText("ssh-ed25519", certificate.base64()));
    damaged.add(new PublicKeyText("ssh-rsa-cert-v01@openssh.com", "AAAA"));
    assertThat(damaged)
        .allSatisfy(key -> assertThat(ask(trusting(), key)).isEqualTo(new Rejected()));
  }

  @Test
  void withTheMethodOffNoCertificateCounts() {
    StaticAuthenticator off =
        StaticAuthenticator.of(
            new AuthConfiguration(Methods.NONE, Map.of(), List.of(authority)), () -> NOW);
    assertThat(ask(off, keygen.certificate("ca", "-n", "alice"))).isEqualTo(new Rejected());
  }
}
