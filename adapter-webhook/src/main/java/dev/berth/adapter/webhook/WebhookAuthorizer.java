package dev.berth.adapter.webhook;

import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Authorizer;

/// Authorises whom a server authorises. Without an answer nobody is.
public final class WebhookAuthorizer implements Authorizer, AutoCloseable {
  private final Webhook webhook;

  private WebhookAuthorizer(Webhook webhook) {
    this.webhook = webhook;
  }

  /// An authorizer that asks a server.
  ///
  /// @throws IllegalArgumentException if TLS material cannot be used; the message quotes no key
  public static WebhookAuthorizer of(WebhookConfiguration configuration) {
    return new WebhookAuthorizer(Webhook.at(configuration));
  }

  @Override
  public Decision authorize(Client client, AuthenticatedUser user) throws InterruptedException {
    try {
      return webhook.ask("/authz", Question.user(client, user), Answer::parse).decision(user);
    } catch (NoAnswerException away) {
      return new Decision.Unavailable(String.valueOf(away.getMessage()));
    }
  }

  @Override
  public void close() {
    webhook.close();
  }
}
