package dev.berth.ports.fake;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// An authenticator whose users a test names.
public final class InMemoryAuthenticator implements Authenticator {
  private final Map<Username, String> passwords = new ConcurrentHashMap<>();
  private final Map<Username, Set<PublicKeyText>> keys = new ConcurrentHashMap<>();

  /// Lets a user in by a password.
  public InMemoryAuthenticator withPassword(Username user, String password) {
    passwords.put(user, password);
    return this;
  }

  /// Lets a user in by a key.
  public InMemoryAuthenticator withKey(Username user, PublicKeyText key) {
    keys.computeIfAbsent(user, name -> ConcurrentHashMap.newKeySet()).add(key);
    return this;
  }

  @Override
  public Set<String> methods() {
    return Set.of("password", "publickey");
  }

  @Override
  public Decision password(Client client, Username login, char[] password) {
    String known = passwords.get(login);
    return decision(login, known != null && known.equals(new String(password)));
  }

  @Override
  public Decision publicKey(Client client, Username login, PublicKeyText key, Proof proof) {
    return decision(login, keys.getOrDefault(login, Set.of()).contains(key));
  }

  private static Decision decision(Username login, boolean proven) {
    return proven ? new Decision.Accepted(AuthenticatedUser.of(login)) : new Decision.Rejected();
  }
}
