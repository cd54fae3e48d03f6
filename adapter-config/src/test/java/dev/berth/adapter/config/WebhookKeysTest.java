package dev.berth.adapter.config;

import static dev.berth.adapter.config.ConfigurationFolder.CERTIFICATE;
import static dev.berth.adapter.config.ConfigurationFolder.HOST_KEYS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.config.ConfigurationFiles.Problem;
import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.configuration.AuthConfiguration.Methods;
import dev.berth.domain.configuration.AuthConfiguration.Webhooks;
import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.configuration.WebhookConfiguration.Identity;
import dev.berth.domain.configuration.WebhookConfiguration.Tls;
import dev.berth.domain.connection.Username;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookKeysTest {
  private static final WebhookConfiguration PLAIN =
      new WebhookConfiguration(
          URI.create("http://127.0.0.1:8080"),
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          false,
          new Tls(Optional.empty(), Optional.empty(), List.of("1.3")));

  private final ConfigurationFolder folder;

  WebhookKeysTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  private static String on(String part, String webhook) {
    return "auth: {" + part + ": {method: webhook, webhook: {" + webhook + "}}}\n";
  }

  private Webhooks webhooks(String part, String webhook) {
    return folder.valid(HOST_KEYS + on(part, webhook)).auth().webhooks();
  }

  @Test
  void eachPartHasItsOwn() {
    String url = "url: \"http://127.0.0.1:8080\"";
    Optional<WebhookConfiguration> asked = Optional.of(PLAIN);
    Optional<WebhookConfiguration> none = Optional.empty();
    assertThat(webhooks("password", url)).isEqualTo(new Webhooks(asked, none, none));
    assertThat(webhooks("publicKey", url)).isEqualTo(new Webhooks(none, asked, none));
    assertThat(webhooks("authz", url)).isEqualTo(new Webhooks(none, none, asked));
  }

  @Test
  void everyKeySet() throws IOException {
    Webhooks webhooks =
        webhooks(
            "password",
            "url: \"https://me:secret@auth.example.org:8443/berth?x=1\", timeout: 5s,"
                + " authTimeout: 1m30s, cacert: ca.pem, cert: cert.pem,"
                + " key: key.pem, tlsVersion: [1.2, \"1.3\"], cacheTime: 30s");
    assertThat(webhooks.password())
        .contains(
            new WebhookConfiguration(
                URI.create("https://me:secret@auth.example.org:8443/berth?x=1"),
                Duration.ofSeconds(5),
                Duration.ofSeconds(90),
                false,
                new Tls(
                    Optional.of(CERTIFICATE),
                    Optional.of(
                        new Identity(
                            CERTIFICATE, Files.readString(folder.path().resolve("key.pem")))),
                    List.of("1.2", "1.3")),
                Duration.ofSeconds(30)));
    assertThat(webhooks.toString()).doesNotContain("secret", "PRIVATE KEY", "x=1");
  }

  @Test
  void redirectsMayBeAllowed() {
    assertThat(webhooks("password", "url: \"https://a\", allowRedirects: true").password())
        .hasValueSatisfying(asked -> assertThat(asked.followsRedirects()).isTrue());
  }

  @ParameterizedTest
  @CsvSource({"1.2, 1.2", "'\"1.2\"', 1.2", "1.3, 1.3", "'[1.3]', 1.3"})
  void aTlsVersionMayBeWrittenAsANumber(String written, String version) {
    assertThat(
            webhooks("password", "url: \"https://a\", tlsVersion: " + written)
                .password()
                .orElseThrow()
                .tls()
                .versions())
        .containsExactly(version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1", "'x'", "[]", "[1.0]", "[[1.2]]", "{a: b}"})
  void otherTlsVersionsAreRefused(String version) {
    Problem problem = folder.problem(on("password", "url: \"https://a\", tlsVersion: " + version));
    assertThat(problem.path()).isEqualTo("auth.password.webhook.tlsVersion");
    assertThat(problem.message()).contains("1.2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auth.example.org",
        "ftp://secret@a",
        "http://",
        "http:a",
        "https://a b",
        "https://a#secret"
      })
  void anAddressThatIsNoneIsRefusedAndNotQuoted(String url) {
    Problem problem = folder.problem(on("authz", "url: \"" + url + "\""));
    assertThat(problem.path()).isEqualTo("auth.authz.webhook.url");
    assertThat(problem.message()).contains("such as https://").doesNotContain("secret");
  }

  /// Names that container engines allow and URIs do not.
  @Test
  void aHostWithAnUnderscoreIsRefusedWithTheReason() {
    Problem problem = folder.problem(on("authz", "url: \"http://auth_server:8080\""));
    assertThat(problem.path()).isEqualTo("auth.authz.webhook.url");
    assertThat(problem.message()).contains("underscore", "RFC 1123");
  }

  @ParameterizedTest
  @CsvSource({
    "password, auth.password.webhook.url",
    "publicKey, auth.publicKey.webhook.url",
    "authz, auth.authz.webhook.url"
  })
  void aWebhookThatIsOnNeedsAServer(String part, String path) {
    for (String webhook : List.of("timeout: 1s", "url: \"\"")) {
      Problem problem = folder.problem(on(part, webhook));
      assertThat(problem.path()).isEqualTo(path);
      assertThat(problem.message()).contains("is missing", "needs a server");
    }
  }

  @ParameterizedTest
  @CsvSource({"cert, key", "key, cert"})
  void aCertificateAndItsKeyComeTogether(String given, String missing) {
    Problem problem =
        folder.problem(on("password", "url: \"https://a\", " + given + ": " + given + ".pem"));
    assertThat(problem.path()).isEqualTo("auth.password.webhook." + given);
    assertThat(problem.message()).endsWith("missing: auth.password.webhook." + missing);
  }

  @Test
  void aPasswordInTheAddressDoesNotGoWithRedirects() {
    Problem problem =
        folder.problem(on("password", "url: \"https://me:secret@a\", allowRedirects: true"));
    assertThat(problem.path()).isEqualTo("auth.password.webhook.allowRedirects");
    assertThat(problem.message()).contains("whoever is redirected to").doesNotContain("secret");
  }

  @Test
  void methodsMayBeMixedAndAskedForInLists() {
    AuthConfiguration auth =
        folder
            .valid(
                HOST_KEYS
                    + """
                    auth:
                      password: {method: static}
                      publicKey: {method: webhook, webhook: {url: "http://127.0.0.1:8080"}}
                      static: {users: {alice: {authenticationMethods: ["publickey,password"]}}}
                    """)
            .auth();
    assertThat(auth.methods()).isEqualTo(new Methods(true, false, false));
    assertThat(auth.methodNames()).containsExactly("publickey", "password");
    assertThat(auth.chains(new Username("alice")))
        .containsExactly(List.of("publickey", "password"));
    assertThat(auth.chains(new Username("bob")))
        .containsExactly(List.of("publickey"), List.of("password"));
    assertThat(auth.admitsSomebody()).isTrue();
  }

  @Test
  void aWebhookThatOnlyAuthorisesLetsNobodyIn() {
    assertThat(
            folder
                .valid(HOST_KEYS + on("authz", "url: \"http://127.0.0.1:8080\""))
                .auth()
                .admitsSomebody())
        .isFalse();
  }
}
