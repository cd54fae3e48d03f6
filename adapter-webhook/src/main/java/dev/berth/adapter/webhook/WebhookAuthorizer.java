package dev.berth.adapter.webhook;

import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.event.ServerQuestion;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Authorizer;
import dev.berth.ports.driven.EventSink;

/// Authorises whom a server authorises. Without an answer nobody is.
public final class WebhookAuthorizer implements Authorizer, AutoCloseable {
  private final Webhook webhook;

  private WebhookAuthorizer(Webhook webhook) {
    this.webhook = webhook;
  }

  /// An authorizer that asks a server.
  ///
  /// @param events told of each time that it is asked
  /// @throws IllegalArgumentException if TLS material cannot be used; the message quotes no key
  public static WebhookAuthorizer of(WebhookConfiguration configuration, EventSink events) {
    return new WebhookAuthorizer(Webhook.at(configuration, events));
  }

  @Override
  public Decision authorize(Client client, AuthenticatedUser user) throws InterruptedException {
    try {
      return webhook
          .ask(
              client.id(), ServerQuestion.AUTHORIZATION, Question.user(client, user), Answer.PARSER)
          .decision(user);
    } catch (NoAnswerException away) {
      return new Decision.Unavailable(String.valueOf(away.getMessage()));
    }
  }

  @Override
  public void close() {
    webhook.close();
  }
}
