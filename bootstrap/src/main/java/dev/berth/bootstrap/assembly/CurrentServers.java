package dev.berth.bootstrap.assembly;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.ConfigurationSource;
import dev.berth.ports.driven.Dialogue;
import java.util.List;
import java.util.Set;

/// Whom the configuration names that was read last. Whoever is being asked goes on with the one
/// before.
final class CurrentServers implements Authenticator, ConfigurationSource, AutoCloseable {
  private volatile Servers current;

  CurrentServers(Servers first) {
    this.current = first;
  }

  /// Those that are asked now.
  Servers current() {
    return current;
  }

  /// From now on others are asked. Those before are not closed, because somebody may wait for their
  /// answer; what they hold goes with the last who does.
  void replace(Servers next) {
    current = next;
  }

  /// What those get of whom no server says anything.
  BackendConfiguration backend() {
    return current.backend();
  }

  @Override
  public Set<String> methods() {
    return current.authenticator().methods();
  }

  @Override
  public List<List<String>> chains(Username login) throws InterruptedException {
    return current.authenticator().chains(login);
  }

  @Override
  public Decision password(Client client, Username login, char[] password)
      throws InterruptedException {
    return current.authenticator().password(client, login, password);
  }

  @Override
  public Decision publicKey(Client client, Username login, PublicKeyText key, Proof proof)
      throws InterruptedException {
    return current.authenticator().publicKey(client, login, key, proof);
  }

  @Override
  public Dialogue keyboardInteractive(Client client, Username login) throws InterruptedException {
    return current.authenticator().keyboardInteractive(client, login);
  }

  @Override
  public ConnectionConfiguration configurationFor(Client client, AuthenticatedUser user)
      throws InterruptedException {
    return current.configurations().configurationFor(client, user);
  }

  @Override
  public void close() {
    current.close();
  }
}
