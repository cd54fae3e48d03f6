package dev.berth.adapter.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.event.ServerQuestion;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ConfigurationSource;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driven.PartialConfigurations;
import java.io.IOException;

/// Asks a server what each connection gets. Without an answer that can be used the connection gets
/// nothing.
public final class ConfigurationServer implements ConfigurationSource, AutoCloseable {
  private final Webhook webhook;
  private final PartialConfigurations partials;

  private ConfigurationServer(Webhook webhook, PartialConfigurations partials) {
    this.webhook = webhook;
    this.partials = partials;
  }

  /// A source that asks a server.
  ///
  /// @param partials completes what the server says
  /// @param events told of each time that it is asked
  /// @throws IllegalArgumentException if TLS material cannot be used; the message quotes no key
  public static ConfigurationServer of(
      WebhookConfiguration configuration, PartialConfigurations partials, EventSink events) {
    return new ConfigurationServer(Webhook.at(configuration, events), partials);
  }

  /// @param config the partial configuration
  private record Given(String config, Handover handover) {
    static Given parse(byte[] body) throws IOException {
      JsonNode answer = Json.object(body);
      JsonNode config = answer.path("config");
      if (!config.isObject() && !config.isMissingNode() && !config.isNull()) {
        throw new IOException("\"config\" of its answer is no object");
      }
      return new Given(config.isObject() ? config.toString() : "{}", Handed.read(answer));
    }
  }

  @Override
  public ConnectionConfiguration configurationFor(Client client, AuthenticatedUser user)
      throws InterruptedException {
    try {
      Given given =
          webhook.ask(
              client.id(), ServerQuestion.CONFIGURATION, Question.user(client, user), Given::parse);
      return partials.complete(given.config()).with(given.handover());
    } catch (NoAnswerException away) {
      throw GatewayException.backend(
          FailureCode.CONFIGURATION_UNAVAILABLE, String.valueOf(away.getMessage()), away);
    }
  }

  @Override
  public void close() {
    webhook.close();
  }
}
