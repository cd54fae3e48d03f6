package dev.berth.application;

import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Dialogue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Asks another authenticator for each method.
public final class RoutedAuthenticator implements Authenticator {
  private final Map<String, Authenticator> byMethod;
  private final Function<Username, List<List<String>>> chains;

  private RoutedAuthenticator(
      Map<String, Authenticator> byMethod, Function<Username, List<List<String>>> chains) {
    this.byMethod = Map.copyOf(byMethod);
    this.chains = chains;
  }

  /// An authenticator that has the methods of a map.
  ///
  /// @param byMethod who is asked, by the method's name
  /// @param chains the lists of methods for a login name, as [Authenticator#chains] has them
  public static Authenticator of(
      Map<String, Authenticator> byMethod, Function<Username, List<List<String>>> chains) {
    return new RoutedAuthenticator(byMethod, chains);
  }

  @Override
  public Set<String> methods() {
    return byMethod.keySet();
  }

  @Override
  public List<List<String>> chains(Username login) {
    return chains.apply(login);
  }

  @Override
  public Decision password(Client client, Username login, char[] password)
      throws InterruptedException {
    Authenticator asked = byMethod.get("password");
    return asked == null ? new Decision.Rejected() : asked.password(client, login, password);
  }

  @Override
  public Decision publicKey(Client client, Username login, PublicKeyText key, Proof proof)
      throws InterruptedException {
    Authenticator asked = byMethod.get("publickey");
    return asked == null ? new Decision.Rejected() : asked.publicKey(client, login, key, proof);
  }

  @Override
  public Dialogue keyboardInteractive(Client client, Username login) throws InterruptedException {
    Authenticator asked = byMethod.get("keyboard-interactive");
    return asked == null
        ? Authenticator.super.keyboardInteractive(client, login)
        : asked.keyboardInteractive(client, login);
  }
}
