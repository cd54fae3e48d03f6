package dev.berth.adapter.auth;

import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator;
import java.util.LinkedHashSet;
import java.util.Set;

/// Lets in the users that the configuration lists, by password or by public key.
public final class StaticAuthenticator implements Authenticator {
  private final Set<String> methods;
  private final PasswordCheck passwords;
  private final KeyCheck keys;

  private StaticAuthenticator(Set<String> methods, PasswordCheck passwords, KeyCheck keys) {
    this.methods = methods;
    this.passwords = passwords;
    this.keys = keys;
  }

  /// An authenticator for the users of a configuration. It holds no resources that need closing.
  ///
  /// @throws IllegalArgumentException if a user's hash or key is none, with a text that holds
  ///   nothing of it
  public static StaticAuthenticator of(AuthConfiguration configuration) {
    return of(configuration, new BouncyCastleHashing(), Runtime.getRuntime().availableProcessors());
  }

  static StaticAuthenticator of(AuthConfiguration configuration, Hashing hashing, int atOnce) {
    Set<String> methods = new LinkedHashSet<>();
    if (configuration.publicKey()) {
      methods.add("publickey");
    }
    if (configuration.password()) {
      methods.add("password");
    }
    return new StaticAuthenticator(
        Set.copyOf(methods),
        PasswordCheck.of(configuration.users(), new BoundedHashing(hashing, atOnce)),
        KeyCheck.of(configuration.users()));
  }

  @Override
  public Set<String> methods() {
    return methods;
  }

  @Override
  public Decision password(Client client, Username login, char[] password)
      throws InterruptedException {
    if (!methods.contains("password")) {
      return new Decision.Rejected();
    }
    try {
      return decision(login, passwords.proves(login, password));
    } catch (HashingFailedException e) {
      return new Decision.Unavailable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Decision publicKey(Client client, Username login, PublicKeyText key, Proof proof) {
    return decision(login, methods.contains("publickey") && keys.admits(login, key));
  }

  private static Decision decision(Username login, boolean proven) {
    return proven ? new Decision.Accepted(AuthenticatedUser.of(login)) : new Decision.Rejected();
  }
}
