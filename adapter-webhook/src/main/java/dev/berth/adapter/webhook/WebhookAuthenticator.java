package dev.berth.adapter.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.domain.configuration.AuthConfiguration.Webhooks;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.Username;
import dev.berth.domain.event.ServerQuestion;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.EventSink;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Lets in whom a server lets in. Without an answer nobody is let in.
public final class WebhookAuthenticator implements Authenticator, AutoCloseable {
  private static final String CERTIFICATE = "-cert-v01@openssh.com";
  private static final String FIDO = "sk-";

  private final Optional<Webhook> passwords;
  private final Optional<Webhook> keys;

  private WebhookAuthenticator(Optional<Webhook> passwords, Optional<Webhook> keys) {
    this.passwords = passwords;
    this.keys = keys;
  }

  /// An authenticator for the methods that have a server.
  ///
  /// @param events told of each time that a server is asked
  /// @throws IllegalArgumentException if TLS material cannot be used; the message quotes no key
  public static WebhookAuthenticator of(Webhooks webhooks, EventSink events) {
    return new WebhookAuthenticator(
        webhooks.password().map(server -> Webhook.at(server, events)),
        webhooks.publicKey().map(server -> Webhook.at(server, events)));
  }

  @Override
  public Set<String> methods() {
    Set<String> methods = new HashSet<>();
    passwords.ifPresent(_ -> methods.add("password"));
    keys.ifPresent(_ -> methods.add("publickey"));
    return Set.copyOf(methods);
  }

  @Override
  public Decision password(Client client, Username login, char[] password)
      throws InterruptedException {
    return passwords.isEmpty()
        ? new Decision.Rejected()
        : decision(
            passwords.get(),
            client.id(),
            ServerQuestion.PASSWORD,
            login,
            Question.password(client, login, password));
  }

  @Override
  public Decision publicKey(Client client, Username login, PublicKeyText key, Proof proof)
      throws InterruptedException {
    // The protocol knows no certificates: a server could take one for the key in it.
    if (keys.isEmpty() || key.type().endsWith(CERTIFICATE) || untouched(key, proof)) {
      return new Decision.Rejected();
    }
    return decision(
        keys.get(),
        client.id(),
        ServerQuestion.PUBLIC_KEY,
        login,
        Question.publicKey(client, login, key.toString()));
  }

  /// As in authorized_keys without options, a FIDO key must have been touched.
  private static boolean untouched(PublicKeyText key, Proof proof) {
    return key.type().startsWith(FIDO)
        && proof instanceof Proof.Signed(boolean present, _)
        && !present;
  }

  private static Decision decision(
      Webhook asked,
      ConnectionId connection,
      ServerQuestion about,
      Username login,
      ObjectNode question)
      throws InterruptedException {
    try {
      return asked.ask(connection, about, question, Answer.PARSER).decision(login);
    } catch (NoAnswerException away) {
      return new Decision.Unavailable(String.valueOf(away.getMessage()));
    }
  }

  @Override
  public void close() {
    passwords.ifPresent(Webhook::close);
    keys.ifPresent(Webhook::close);
  }
}
