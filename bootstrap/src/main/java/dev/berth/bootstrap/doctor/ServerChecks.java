package dev.berth.bootstrap.doctor;

import dev.berth.adapter.webhook.ConfigurationServer;
import dev.berth.adapter.webhook.WebhookAuthenticator;
import dev.berth.adapter.webhook.WebhookAuthorizer;
import dev.berth.domain.configuration.AuthConfiguration.Webhooks;
import dev.berth.domain.configuration.GatewayConfiguration;
import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Authenticator.Proof;
import dev.berth.ports.driven.Authenticator.PublicKeyText;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driven.PartialConfigurations;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Whether the operator's servers answer. They are asked about a user that no server should know.
final class ServerChecks {
  private static final Username NOBODY = new Username("berth-doctor");

  /// Nobody has its private key.
  private static final PublicKeyText KEY =
      new PublicKeyText(
          "ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f");

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Client client =
      new Client(ConnectionId.random(), new RemoteAddress("127.0.0.1", 0), "SSH-2.0-berth-doctor");

  private ServerChecks() {}

  /// Asks one.
  private interface Question {
    Finding ask(WebhookConfiguration server) throws InterruptedException;
  }

  static void look(
      GatewayConfiguration configuration, PartialConfigurations partials, Consumer<Finding> told)
      throws InterruptedException {
    ServerChecks checks = new ServerChecks();
    Webhooks webhooks = configuration.auth().webhooks();
    look("auth.password.webhook", webhooks.password(), checks::password, told);
    look("auth.publicKey.webhook", webhooks.publicKey(), checks::publicKey, told);
    look("auth.authz.webhook", webhooks.authorization(), checks::authorization, told);
    look(
        "configserver",
        configuration.configurationServer(),
        server -> checks.configuration(server, partials),
        told);
  }

  private static void look(
      String key, Optional<WebhookConfiguration> server, Question question, Consumer<Finding> told)
      throws InterruptedException {
    if (server.isEmpty()) {
      return;
    }
    String about = key + " " + server.get().shown();
    try {
      Finding finding = question.ask(hurried(server.get()));
      String advice =
          finding.severity() == Finding.Severity.FAILURE
              ? "; start that server, or correct " + key + ".url"
              : "";
      told.accept(new Finding(finding.severity(), about, finding.text() + advice));
    } catch (IllegalArgumentException unusable) {
      told.accept(Finding.failure(about, String.valueOf(unusable.getMessage())));
    }
  }

  /// Nobody wants to wait for as long as a login may.
  private static WebhookConfiguration hurried(WebhookConfiguration server) {
    Duration limit = server.authTimeout().compareTo(PATIENCE) < 0 ? server.authTimeout() : PATIENCE;
    return new WebhookConfiguration(
        server.url(), server.timeout(), limit, server.followsRedirects(), server.tls());
  }

  private Finding password(WebhookConfiguration server) throws InterruptedException {
    try (WebhookAuthenticator asked =
        WebhookAuthenticator.of(
            new Webhooks(Optional.of(server), Optional.empty(), Optional.empty()),
            EventSink.discarding())) {
      return finding(asked.password(client, NOBODY, ConnectionId.random().value().toCharArray()));
    }
  }

  private Finding publicKey(WebhookConfiguration server) throws InterruptedException {
    try (WebhookAuthenticator asked =
        WebhookAuthenticator.of(
            new Webhooks(Optional.empty(), Optional.of(server), Optional.empty()),
            EventSink.discarding())) {
      return finding(asked.publicKey(client, NOBODY, KEY, new Proof.Offered()));
    }
  }

  private Finding authorization(WebhookConfiguration server) throws InterruptedException {
    try (WebhookAuthorizer asked = WebhookAuthorizer.of(server, EventSink.discarding())) {
      return finding(asked.authorize(client, AuthenticatedUser.of(NOBODY)));
    }
  }

  private static Finding finding(Decision decision) {
    return switch (decision) {
      case Decision.Rejected _ -> Finding.ok("", "answers");
      case Decision.Accepted _ ->
          Finding.warning("", "answers, and accepts user " + NOBODY + ", whom nobody should know");
      case Decision.Unavailable(String reason) -> Finding.failure("", reason);
    };
  }

  private Finding configuration(WebhookConfiguration server, PartialConfigurations partials)
      throws InterruptedException {
    try (ConfigurationServer asked =
        ConfigurationServer.of(server, partials, EventSink.discarding())) {
      var _ = asked.configurationFor(client, AuthenticatedUser.of(NOBODY));
      return Finding.ok("", "answers");
    } catch (GatewayException refused) {
      return refused.code() == FailureCode.CONFIGURATION_INVALID
          ? Finding.warning(
              "", "answers, but for user " + NOBODY + ": " + refused.operatorMessage())
          : Finding.failure("", refused.operatorMessage());
    }
  }
}
