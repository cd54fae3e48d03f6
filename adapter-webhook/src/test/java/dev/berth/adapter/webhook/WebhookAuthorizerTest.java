package dev.berth.adapter.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.webhook.AskedServer.Reply;
import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.connection.HandedValue;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.connection.Username;
import dev.berth.ports.contract.AuthenticatorContract;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.EventSink;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebhookAuthorizerTest {
  private static final Client CLIENT = AuthenticatorContract.client();
  private static final Restrictions RESTRICTED =
      new Restrictions(Optional.of("id"), Set.of(), Map.of());
  private static final AuthenticatedUser USER =
      new AuthenticatedUser(
          new Username("alice"),
          new Username("alice@example.org"),
          new Handover(
              Map.of("TEAM", new HandedValue("red", false)),
              Map.of("TOKEN", new HandedValue("s3cret", true)),
              Map.of("/etc/x", new HandedFile("hi".getBytes(UTF_8), false))),
          RESTRICTED);

  private static Decision authorize(AskedServer server) throws InterruptedException {
    try (WebhookAuthorizer authorizer =
        WebhookAuthorizer.of(server.configuration(), EventSink.discarding())) {
      return authorizer.authorize(CLIENT, USER);
    }
  }

  @Test
  void whatIsKnownOfTheUserIsAskedAbout() throws InterruptedException {
    try (AskedServer server = AskedServer.http(_ -> Reply.ok("{\"success\": false}"))) {
      assertThat(authorize(server)).isEqualTo(new Decision.Rejected());
      AskedServer.Asked asked = server.asked().getFirst();
      assertThat(asked.target().toString()).isEqualTo("/authz");
      assertThat(asked.text("username")).isEqualTo("alice");
      assertThat(asked.text("authenticatedUsername")).isEqualTo("alice@example.org");
      assertThat(asked.body().path("metadata").toString())
          .isEqualTo("{\"TEAM\":{\"value\":\"red\",\"sensitive\":false}}");
      assertThat(asked.body().path("environment").toString())
          .isEqualTo("{\"TOKEN\":{\"value\":\"s3cret\",\"sensitive\":true}}");
      assertThat(asked.body().path("files").toString())
          .isEqualTo("{\"/etc/x\":{\"value\":\"aGk=\",\"sensitive\":false}}");
    }
  }

  @Test
  void whatItHandsOnIsAddedAndRestrictionsStay() throws InterruptedException {
    String answer =
        """
        {"success": true, "metadata": {"TEAM": {"value": "blue"}, "ROLE": {"value": "admin"}}}
        """;
    try (AskedServer server = AskedServer.http(_ -> Reply.ok(answer))) {
      assertThat(authorize(server))
          .isEqualTo(
              new Decision.Accepted(
                  new AuthenticatedUser(
                      USER.login(),
                      USER.name(),
                      new Handover(
                          Map.of(
                              "TEAM", new HandedValue("blue", false),
                              "ROLE", new HandedValue("admin", false)),
                          USER.handover().environment(),
                          USER.handover().files()),
                      RESTRICTED)));
    }
  }

  @Test
  void withoutAnAnswerNobodyIsAuthorized() throws InterruptedException {
    try (AskedServer server = AskedServer.http(_ -> Reply.status(403))) {
      WebhookConfiguration asked = server.configuration();
      Duration soon = Duration.ofMillis(300);
      try (WebhookAuthorizer authorizer =
          WebhookAuthorizer.of(
              new WebhookConfiguration(asked.url(), soon, soon, false, asked.tls()),
              EventSink.discarding())) {
        assertThat(authorizer.authorize(CLIENT, USER)).isInstanceOf(Decision.Unavailable.class);
      }
    }
  }
}
