package dev.berth.application;

import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Authorizer;
import dev.berth.ports.driven.Dialogue;
import java.util.List;
import java.util.Set;

/// Lets in only who is authorised as well. Nobody is asked about a key that is only offered, nor
/// about a proof that is wrong.
public final class AuthorizingAuthenticator implements Authenticator {
  private final Authenticator authenticator;
  private final Authorizer authorizer;

  private AuthorizingAuthenticator(Authenticator authenticator, Authorizer authorizer) {
    this.authenticator = authenticator;
    this.authorizer = authorizer;
  }

  /// An authenticator after whose every proof an authorizer is asked.
  public static Authenticator of(Authenticator authenticator, Authorizer authorizer) {
    return new AuthorizingAuthenticator(authenticator, authorizer);
  }

  @Override
  public Set<String> methods() {
    return authenticator.methods();
  }

  @Override
  public List<List<String>> chains(Username login) throws InterruptedException {
    return authenticator.chains(login);
  }

  @Override
  public Decision password(Client client, Username login, char[] password)
      throws InterruptedException {
    return authorized(client, authenticator.password(client, login, password));
  }

  @Override
  public Decision publicKey(Client client, Username login, PublicKeyText key, Proof proof)
      throws InterruptedException {
    Decision decision = authenticator.publicKey(client, login, key, proof);
    return proof instanceof Proof.Offered ? decision : authorized(client, decision);
  }

  @Override
  public Dialogue keyboardInteractive(Client client, Username login) throws InterruptedException {
    Dialogue dialogue = authenticator.keyboardInteractive(client, login);
    return answers ->
        switch (dialogue.next(answers)) {
          case Dialogue.Step.Decided(Decision decision) ->
              new Dialogue.Step.Decided(authorized(client, decision));
          case Dialogue.Step.Ask ask -> ask;
        };
  }

  private Decision authorized(Client client, Decision decision) throws InterruptedException {
    return decision instanceof Decision.Accepted(var user)
        ? authorizer.authorize(client, user)
        : decision;
  }
}
