package dev.berth.adapter.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.webhook.AskedServer.Asked;
import dev.berth.adapter.webhook.AskedServer.Reply;
import dev.berth.domain.configuration.AuthConfiguration.Webhooks;
import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator.Decision;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Answers that are used again, and those that are not.
class AnswerCacheTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final AskedServer server = AskedServer.http(AnswerCacheTest::answer);
  private int connections;

  private static Reply answer(Asked asked) {
    return Reply.ok(
        "{\"success\": %b, \"metadata\": {\"for\": {\"value\": \"%s\"}}}"
            .formatted(!asked.text("username").equals("mallory"), asked.text("username")));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private WebhookAuthenticator keeping(Duration time) {
    WebhookConfiguration plain = server.configuration();
    Optional<WebhookConfiguration> asked =
        Optional.of(
            new WebhookConfiguration(
                plain.url(), plain.timeout(), plain.authTimeout(), false, plain.tls(), time));
    return WebhookAuthenticator.of(new Webhooks(asked, asked, Optional.empty()), _ -> {});
  }

  /// Another connection each time.
  private Decision ask(WebhookAuthenticator authenticator, String address, String user, String word)
      throws InterruptedException {
    connections++;
    return authenticator.password(
        new Client(
            new ConnectionId("c" + connections),
            new RemoteAddress(address, 40_000 + connections),
            "SSH-2.0-client" + connections),
        new Username(user),
        word.toCharArray());
  }

  @Test
  void withoutATimeEachIsAsked() throws InterruptedException {
    try (WebhookAuthenticator authenticator = keeping(Duration.ZERO)) {
      for (int i = 0; i < 3; i++) {
        assertThat(ask(authenticator, "192.0.2.7", "alice", "right"))
            .isInstanceOf(Decision.Accepted.class);
      }
    }
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void aYesIsUsedAgainForTheSameAddressOnly() throws InterruptedException {
    try (WebhookAuthenticator authenticator = keeping(LONG)) {
      Decision first = ask(authenticator, "192.0.2.7", "alice", "right");
      assertThat(ask(authenticator, "192.0.2.7", "alice", "right")).isEqualTo(first);
      assertThat(server.asked()).hasSize(1);

      ask(authenticator, "192.0.2.8", "alice", "right");
      ask(authenticator, "2001:db8::7", "alice", "right");
      ask(authenticator, "192.0.2.7", "bob", "right");
      ask(authenticator, "192.0.2.7", "alice", "wrong");
      assertThat(server.asked()).hasSize(5);
      ask(authenticator, "2001:db8::7", "alice", "right");
      assertThat(server.asked()).hasSize(5);
    }
  }

  @Test
  void aNoIsAskedAgain() throws InterruptedException {
    try (WebhookAuthenticator authenticator = keeping(LONG)) {
      for (int i = 0; i < 3; i++) {
        assertThat(ask(authenticator, "192.0.2.7", "mallory", "right"))
            .isInstanceOf(Decision.Rejected.class);
      }
    }
    assertThat(server.asked()).hasSize(3);
  }

  @Test
  void afterItsTimeItIsAskedAgain() throws InterruptedException {
    try (WebhookAuthenticator authenticator = keeping(Duration.ofMillis(200))) {
      long begun = System.nanoTime();
      while (server.asked().size() < 2) {
        ask(authenticator, "192.0.2.7", "alice", "right");
      }
      assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(200_000_000L);
    }
  }

  @Test
  void onlySoManyAreKeptTheLatestOfThem() throws InterruptedException {
    try (WebhookAuthenticator authenticator = keeping(LONG)) {
      for (int i = 0; i < 1001; i++) {
        ask(authenticator, "192.0.2.7", "alice", "word" + i);
      }
      int before = server.asked().size();
      ask(authenticator, "192.0.2.7", "alice", "word1");
      ask(authenticator, "192.0.2.7", "alice", "word1000");
      assertThat(server.asked()).hasSize(before);
      ask(authenticator, "192.0.2.7", "alice", "word0");
      assertThat(server.asked()).hasSize(before + 1);
    }
  }
}
