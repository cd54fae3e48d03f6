package dev.berth.bootstrap.metrics;

import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Dialogue;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Measures how long an authenticator takes to decide. A key that is only offered is no login and
/// does not count.
public final class TimedAuthenticator implements Authenticator {
  private final Authenticator authenticator;
  private final OwnMetrics metrics;

  private TimedAuthenticator(Authenticator authenticator, OwnMetrics metrics) {
    this.authenticator = authenticator;
    this.metrics = metrics;
  }

  /// The same authenticator, measured.
  public static Authenticator of(Authenticator authenticator, GatewayMetrics metrics) {
    return new TimedAuthenticator(authenticator, metrics.own());
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
    return timed(() -> authenticator.password(client, login, password));
  }

  @Override
  public Decision publicKey(Client client, Username login, PublicKeyText key, Proof proof)
      throws InterruptedException {
    return proof instanceof Proof.Offered
        ? authenticator.publicKey(client, login, key, proof)
        : timed(() -> authenticator.publicKey(client, login, key, proof));
  }

  @Override
  public Dialogue keyboardInteractive(Client client, Username login) throws InterruptedException {
    Dialogue dialogue = authenticator.keyboardInteractive(client, login);
    return answers -> timed(() -> dialogue.next(answers));
  }

  private interface Question<T> {
    T ask() throws InterruptedException;
  }

  private <T> T timed(Question<T> question) throws InterruptedException {
    long begun = System.nanoTime();
    try {
      return question.ask();
    } finally {
      metrics.authentication(Duration.ofNanos(System.nanoTime() - begun));
    }
  }
}
