package dev.berth.adapter.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.adapter.webhook.AskedServer.Asked;
import dev.berth.adapter.webhook.AskedServer.Reply;
import dev.berth.domain.configuration.AuthConfiguration.Webhooks;
import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.configuration.WebhookConfiguration.Tls;
import dev.berth.domain.event.GatewayEvent.ServerAsked;
import dev.berth.ports.contract.AuthenticatorContract;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.EventSink;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that sends the gateway elsewhere. Wherever that is, only an answer to the whole
/// question lets somebody in.
class RedirectTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private static final TestTls AUTHORITY = TestTls.authority();
  private static final Tls TRUSTING =
      AUTHORITY.trusting(Optional.of(AUTHORITY.sign("EC", 256).pkcs8()), "1.3");

  private final AskedServer elsewhere = AskedServer.http(_ -> Reply.ok("{\"success\": true}"));

  @AfterEach
  void stop() {
    elsewhere.close();
  }

  private static AskedServer redirecting(int status, String location) {
    return AskedServer.http(_ -> Reply.redirect(status, location));
  }

  private static SSLContext serving() {
    return TlsMaterial.of(AUTHORITY.trusting(Optional.of(AUTHORITY.sign("EC", 256).pkcs8()), "1.3"))
        .context();
  }

  private static Decision asked(AskedServer server, boolean follows, EventSink events)
      throws InterruptedException {
    WebhookConfiguration configuration =
        new WebhookConfiguration(URI.create(server.url("")), LONG, LONG, follows, TRUSTING);
    try (WebhookAuthenticator authenticator =
        WebhookAuthenticator.of(
            new Webhooks(Optional.of(configuration), Optional.empty(), Optional.empty()), events)) {
      return authenticator.password(
          AuthenticatorContract.client(), AuthenticatorContract.ALICE, "secret".toCharArray());
    }
  }

  private static void letsIn(AskedServer server) throws InterruptedException {
    assertThat(asked(server, true, EventSink.discarding())).isInstanceOf(Decision.Accepted.class);
  }

  /// Asks once, and gives up when that has brought no answer.
  ///
  /// @return why it has not
  private static @Nullable String failure(AskedServer server, boolean follows) {
    AtomicReference<String> failure = new AtomicReference<>();
    EventSink givingUp =
        event -> {
          String reason = ((ServerAsked) event).failure();
          if (reason != null) {
            failure.set(reason);
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() -> asked(server, follows, givingUp))
        .isInstanceOf(InterruptedException.class);
    return failure.get();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noneIsFollowedUnlessThatIsAllowed(int status) {
    try (AskedServer server = redirecting(status, elsewhere.url("/x"))) {
      assertThat(failure(server, false)).isEqualTo("it answered with status " + status);
      assertThat(elsewhere.asked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void theWholeQuestionIsAskedElsewhere(int status) throws InterruptedException {
    try (AskedServer server = redirecting(status, elsewhere.url("/x"))) {
      letsIn(server);

      assertThat(elsewhere.asked()).hasSize(1);
      Asked question = elsewhere.asked().getFirst();
      assertThat(question.method()).isEqualTo("POST");
      assertThat(question.target().getPath()).isEqualTo("/x");
      assertThat(question.contentType()).isEqualTo("application/json");
      assertThat(question.text("passwordBase64")).isEqualTo("c2VjcmV0");
      assertThat(question.body()).isEqualTo(server.asked().getFirst().body());
    }
  }

  /// HTTP clients follow these by GET and without a body: what comes back answers no question.
  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303})
  void anAnswerToNoQuestionIsNone(int status) {
    try (AskedServer server = redirecting(status, elsewhere.url("/x"))) {
      assertThat(failure(server, true))
          .isEqualTo("it redirects by a status that drops the question; 307 and 308 keep it");
      assertThat(elsewhere.asked()).noneMatch(question -> question.body().has("passwordBase64"));
    }
  }

  @Test
  void aQuestionMayGetTlsOnTheWay() throws InterruptedException {
    try (AskedServer encrypted =
            AskedServer.https(serving(), "TLSv1.3", _ -> Reply.ok("{\"success\": true}"));
        AskedServer server = redirecting(307, encrypted.url("/x"))) {
      letsIn(server);
      assertThat(encrypted.asked()).hasSize(1);
    }
  }

  @Test
  void aQuestionNeverLosesItsTls() {
    try (AskedServer server =
        AskedServer.https(serving(), "TLSv1.3", _ -> Reply.redirect(307, elsewhere.url("/x")))) {
      assertThat(failure(server, true)).isEqualTo("it answered with status 307");
      assertThat(server.asked()).isNotEmpty();
      assertThat(elsewhere.asked()).isEmpty();
    }
  }

  @Test
  void elsewhereTheAnswerMustBeWellFormedToo() {
    try (AskedServer strange = AskedServer.http(_ -> Reply.status(201));
        AskedServer server = redirecting(307, strange.url("/x"))) {
      assertThat(failure(server, true)).isEqualTo("it answered with status 201");
    }
  }

  @Test
  void aCircleEnds() {
    try (AskedServer server = redirecting(307, "/again")) {
      assertThat(failure(server, true)).isEqualTo("it answered with status 307");
      assertThat(server.asked()).hasSize(5);
    }
  }
}
