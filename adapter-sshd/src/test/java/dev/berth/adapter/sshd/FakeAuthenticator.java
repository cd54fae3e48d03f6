package dev.berth.adapter.sshd;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Lets `demo` in with the password `secret` or an accepted key; `slow` takes its time, `broken`
/// throws, and of `unknown` nobody can tell.
final class FakeAuthenticator implements Authenticator {
  static final String PASSWORD = "secret";
  static final Duration SLOW = Duration.ofSeconds(40);

  final Set<String> methods;
  final Set<String> acceptedKeys = ConcurrentHashMap.newKeySet();
  final List<Proof> proofs = new CopyOnWriteArrayList<>();

  FakeAuthenticator(String... methods) {
    this.methods = Set.of(methods);
  }

  @Override
  public Set<String> methods() {
    return methods;
  }

  @Override
  public Decision password(Client client, Username login, char[] password)
      throws InterruptedException {
    return switch (login.value()) {
      case "broken" -> throw new IllegalStateException("broken authenticator");
      case "unknown" -> new Decision.Unavailable("the directory is down");
      case "slow" -> {
        Thread.sleep(SLOW);
        yield new Decision.Rejected();
      }
      case "demo" ->
          new String(password).equals(PASSWORD)
              ? new Decision.Accepted(AuthenticatedUser.of(login))
              : new Decision.Rejected();
      default -> new Decision.Rejected();
    };
  }

  @Override
  public Decision publicKey(Client client, Username login, PublicKeyText key, Proof proof) {
    proofs.add(proof);
    return login.value().equals("demo") && acceptedKeys.contains(key.toString())
        ? new Decision.Accepted(AuthenticatedUser.of(login))
        : new Decision.Rejected();
  }
}
