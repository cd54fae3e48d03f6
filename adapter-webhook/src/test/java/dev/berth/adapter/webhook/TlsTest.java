package dev.berth.adapter.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.adapter.webhook.AskedServer.Reply;
import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.configuration.WebhookConfiguration.Identity;
import dev.berth.domain.configuration.WebhookConfiguration.Tls;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Username;
import dev.berth.ports.contract.AuthenticatorContract;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.EventSink;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both sides show a certificate, and neither takes one of somebody else's authority.
class TlsTest {
  private static final TestTls AUTHORITY = TestTls.authority();
  private static final TestTls STRANGER = TestTls.authority();
  private static final Identity GATEWAY = AUTHORITY.sign("EC", 256).pkcs8();

  private final SSLContext serving =
      TlsMaterial.of(AUTHORITY.trusting(Optional.of(AUTHORITY.sign("EC", 256).pkcs8()), "1.3"))
          .context();
  private AskedServer server = speaking("TLSv1.3");

  private AskedServer speaking(String version) {
    return AskedServer.https(serving, version, _ -> Reply.ok("{\"success\": true}"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Decision asked(Tls tls, Duration within) throws InterruptedException {
    try (WebhookAuthorizer authorizer =
        WebhookAuthorizer.of(
            new WebhookConfiguration(URI.create(server.url("")), within, within, false, tls),
            EventSink.discarding())) {
      return authorizer.authorize(
          AuthenticatorContract.client(), AuthenticatedUser.of(new Username("alice")));
    }
  }

  private void answers(Tls tls) throws InterruptedException {
    assertThat(asked(tls, Duration.ofSeconds(30))).isInstanceOf(Decision.Accepted.class);
  }

  private void doesNot(Tls tls) throws InterruptedException {
    assertThat(asked(tls, Duration.ofSeconds(1))).isInstanceOf(Decision.Unavailable.class);
    assertThat(server.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"EC, 256, true", "EC, 256, false", "RSA, 2048, true", "RSA, 2048, false"})
  void aKeyMayHaveAnyFormThatOperatorsHave(String algorithm, int bits, boolean traditional)
      throws InterruptedException {
    TestTls.Signed signed = AUTHORITY.sign(algorithm, bits);
    Identity identity = traditional ? signed.traditional() : signed.pkcs8();
    assertThat(identity.privateKey())
        .startsWith(
            traditional
                ? "-----BEGIN " + algorithm + " PRIVATE KEY-----"
                : "-----BEGIN PRIVATE KEY-----");
    answers(AUTHORITY.trusting(Optional.of(identity), "1.3"));
  }

  @Test
  void aServerOfAnotherAuthorityIsNotAsked() throws InterruptedException {
    doesNot(STRANGER.trusting(Optional.of(GATEWAY), "1.3"));
    doesNot(new Tls(Optional.empty(), Optional.of(GATEWAY), List.of("1.3")));
  }

  @Test
  void aServerOfAnotherNameIsNotAsked() throws InterruptedException {
    server.close();
    SSLContext elsewhere =
        TlsMaterial.of(
                AUTHORITY.trusting(Optional.of(AUTHORITY.signFor("192.0.2.1").pkcs8()), "1.3"))
            .context();
    server = AskedServer.https(elsewhere, "TLSv1.3", _ -> Reply.ok("{\"success\": true}"));
    doesNot(AUTHORITY.trusting(Optional.of(GATEWAY), "1.3"));
  }

  @Test
  void aKeyThatIsNotTheCertificatesIsRefusedAtOnce() {
    Identity mixed =
        new Identity(GATEWAY.certificate(), AUTHORITY.sign("EC", 256).pkcs8().privateKey());
    assertThatThrownBy(() -> TlsMaterial.of(AUTHORITY.trusting(Optional.of(mixed), "1.3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not that of the certificate");
  }

  @Test
  void withoutAnAcceptedCertificateOfItsOwnTheGatewayGetsNoAnswer() throws InterruptedException {
    doesNot(AUTHORITY.trusting(Optional.empty(), "1.3"));
    doesNot(AUTHORITY.trusting(Optional.of(STRANGER.sign("EC", 256).pkcs8()), "1.3"));
  }

  @Test
  void onlyAllowedVersionsAreSpoken() throws InterruptedException {
    server.close();
    server = speaking("TLSv1.2");
    doesNot(AUTHORITY.trusting(Optional.of(GATEWAY), "1.3"));
    answers(AUTHORITY.trusting(Optional.of(GATEWAY), "1.2", "1.3"));
  }

  @Test
  void brokenMaterialIsToldWithoutTheKey() {
    String secret = GATEWAY.privateKey().lines().skip(1).findFirst().orElseThrow();
    for (Identity broken :
        List.of(
            new Identity(GATEWAY.certificate(), GATEWAY.privateKey().replace('M', '%')),
            new Identity(GATEWAY.certificate(), GATEWAY.certificate()),
            new Identity("-----BEGIN CERTIFICATE-----\nx", GATEWAY.privateKey()))) {
      assertThatThrownBy(() -> TlsMaterial.of(AUTHORITY.trusting(Optional.of(broken), "1.3")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("TLS material cannot be used")
          .satisfies(refused -> {
            // A log prints causes too.
            for (Throwable told = refused; told != null; told = told.getCause()) {
              assertThat(told.toString()).doesNotContain(secret);
            }
          });
    }
    Identity unreadable =
        new Identity(GATEWAY.certificate(), GATEWAY.privateKey().replace('M', '%'));
    assertThatThrownBy(() -> TlsMaterial.of(AUTHORITY.trusting(Optional.of(unreadable), "1.3")))
        .rootCause()
        .hasMessageStartingWith("the private key cannot be read");
    assertThat(GATEWAY.toString()).doesNotContain(secret);
  }
}
