package dev.berth.adapter.sshd;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Restrictions;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Dialogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/// Lets `demo` in with the password `secret` or an accepted key; `slow` takes its time, `broken`
/// throws, of `unknown` nobody can tell, and `faulty` is `broken` first and then `unknown`.
final class FakeAuthenticator implements Authenticator {
  static final String PASSWORD = "secret";
  static final Duration SLOW = Duration.ofSeconds(40);

  final Set<String> methods;
  final Set<String> acceptedKeys = ConcurrentHashMap.newKeySet();
  final List<Proof> proofs = new CopyOnWriteArrayList<>();
  final List<PublicKeyText> asked = new CopyOnWriteArrayList<>();
  final List<String> passwords = new CopyOnWriteArrayList<>();

  /// How often `slow` was given up.
  final AtomicInteger interrupted = new AtomicInteger();

  /// Lists of methods by login name.
  final Map<String, List<List<String>>> chains = new ConcurrentHashMap<>();

  /// What whoever logs in by a key is held to.
  volatile Function<PublicKeyText, Restrictions> restrictions = _ -> Restrictions.NONE;

  /// What whoever logs in by keyboard-interactive is asked.
  volatile Supplier<Dialogue> dialogue =
      () -> _ -> new Dialogue.Step.Decided(new Decision.Rejected());

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
    passwords.add(login + " " + new String(password));
    return switch (login.value()) {
      case "broken" -> throw new IllegalStateException("broken authenticator");
      case "unknown" -> new Decision.Unavailable("the directory is down");
      case "slow" -> {
        try {
          Thread.sleep(SLOW);
        } catch (InterruptedException givenUp) {
          interrupted.incrementAndGet();
          throw givenUp;
        }
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
    asked.add(key);
    if (login.value().equals("faulty") && asked.size() == 1) {
      throw new IllegalStateException("broken authenticator");
    }
    if (login.value().equals("unknown") || login.value().equals("faulty")) {
      return new Decision.Unavailable("the directory is down");
    }
    return login.value().equals("demo") && acceptedKeys.contains(key.toString())
        ? new Decision.Accepted(AuthenticatedUser.of(login).restricted(restrictions.apply(key)))
        : new Decision.Rejected();
  }

  @Override
  public List<List<String>> chains(Username login) {
    return chains.getOrDefault(login.value(), methods.stream().map(List::of).toList());
  }

  @Override
  public Dialogue keyboardInteractive(Client client, Username login) {
    return dialogue.get();
  }
}
