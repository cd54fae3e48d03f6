package dev.berth.ports.fake;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Dialogue;
import dev.berth.ports.driven.Dialogue.Step;
import java.util.List;
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
    return Set.of("password", "publickey", "keyboard-interactive");
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

  @Override
  public Dialogue keyboardInteractive(Client client, Username login) {
    return answers ->
        switch (answers.size()) {
          case 0 -> new Step.Ask("", "", List.of(new Dialogue.Prompt("Password: ", false)));
          case 1 -> new Step.Decided(password(client, login, answers.getFirst()));
          default -> new Step.Decided(new Decision.Rejected());
        };
  }

  private static Decision decision(Username login, boolean proven) {
    return proven ? new Decision.Accepted(AuthenticatedUser.of(login)) : new Decision.Rejected();
  }
}
