package dev.berth.adapter.auth;

import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.configuration.SourceLimits;
import dev.berth.domain.configuration.SourceLimits.Blocks;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Network;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Dialogue;
import dev.berth.ports.driven.Dialogue.Prompt;
import dev.berth.ports.driven.Dialogue.Step;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// Lets in the users that the configuration lists, by password or by public key, and those whom an
/// authority that it trusts certifies.
public final class StaticAuthenticator implements Authenticator {
  private static final Step ASK_PASSWORD =
      new Step.Ask("", "", List.of(new Prompt("Password: ", false)));

  private static final Blocks SOURCES = SourceLimits.DEFAULT.blocks();

  private final AuthConfiguration configuration;
  private final PasswordCheck passwords;
  private final KeyCheck keys;

  private StaticAuthenticator(
      AuthConfiguration configuration, PasswordCheck passwords, KeyCheck keys) {
    this.configuration = configuration;
    this.passwords = passwords;
    this.keys = keys;
  }

  /// An authenticator for the users of a configuration. It holds no resources that need closing.
  ///
  /// @throws IllegalArgumentException if a user's hash is none, with a text that holds nothing of
  ///   it
  public static StaticAuthenticator of(AuthConfiguration configuration) {
    return of(configuration, new BouncyCastleHashing(), Runtime.getRuntime().availableProcessors());
  }

  static StaticAuthenticator of(AuthConfiguration configuration, Hashing hashing, int atOnce) {
    return of(configuration, new BoundedHashing(hashing, atOnce));
  }

  static StaticAuthenticator of(AuthConfiguration configuration, BoundedHashing hashing) {
    return new StaticAuthenticator(
        configuration,
        PasswordCheck.of(configuration.users(), hashing),
        KeyCheck.of(configuration, InstantSource.system()));
  }

  /// One that lives at another time.
  static StaticAuthenticator of(AuthConfiguration configuration, InstantSource clock) {
    return new StaticAuthenticator(
        configuration,
        PasswordCheck.of(configuration.users(), new BoundedHashing(new BouncyCastleHashing(), 1)),
        KeyCheck.of(configuration, clock));
  }

  @Override
  public Set<String> methods() {
    return Set.copyOf(configuration.methods().names());
  }

  @Override
  public List<List<String>> chains(Username login) {
    return configuration.chains(login);
  }

  @Override
  public Decision password(Client client, Username login, char[] password)
      throws InterruptedException {
    return configuration.methods().password()
        ? proven(client, login, password)
        : new Decision.Rejected();
  }

  @Override
  public Decision publicKey(Client client, Username login, PublicKeyText key, Proof proof) {
    if (!configuration.methods().publicKey()) {
      return new Decision.Rejected();
    }
    AuthenticatedUser user = AuthenticatedUser.of(login);
    return keys.admits(new KeyCheck.Question(client, login, proof), key)
        .<Decision>map(restrictions -> new Decision.Accepted(user.restricted(restrictions)))
        .orElseGet(Decision.Rejected::new);
  }

  @Override
  public Dialogue keyboardInteractive(Client client, Username login) {
    if (!configuration.methods().keyboardInteractive()) {
      return _ -> new Step.Decided(new Decision.Rejected());
    }
    return answers ->
        switch (answers.size()) {
          case 0 -> ASK_PASSWORD;
          case 1 -> new Step.Decided(proven(client, login, answers.getFirst()));
          default -> new Step.Decided(new Decision.Rejected());
        };
  }

  private Decision proven(Client client, Username login, char[] password)
      throws InterruptedException {
    try {
      return passwords.proves(source(client.address().host()), login, password)
          ? new Decision.Accepted(AuthenticatedUser.of(login))
          : new Decision.Rejected();
    } catch (HashingFailedException e) {
      return new Decision.Unavailable(String.valueOf(e.getMessage()));
    }
  }

  /// The address; of IPv6, the network that one customer usually has.
  private static String source(String host) {
    try {
      return SOURCES.of(Network.literal(host)).toString();
    } catch (IllegalArgumentException name) {
      return host;
    }
  }
}
