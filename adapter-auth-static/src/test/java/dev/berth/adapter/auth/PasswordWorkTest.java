package dev.berth.adapter.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.configuration.AuthConfiguration.Methods;
import dev.berth.domain.configuration.AuthConfiguration.StaticUser;
import dev.berth.domain.configuration.PasswordHash;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.ports.contract.AuthenticatorContract;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Authenticator.Decision.Accepted;
import dev.berth.ports.driven.Authenticator.Decision.Rejected;
import dev.berth.ports.driven.Authenticator.Decision.Unavailable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Time tells nothing because the work is the same; the work is what these tests count.
class PasswordWorkTest {
  private static final Username ALICE = new Username("alice");
  private static final Client CLIENT = AuthenticatorContract.client();
  private static final String RIGHT = "password";
  private static final Username CAROL = new Username("carol");
  private static final Username KEYS_ONLY = new Username("bob");
  private static final String CHEAP = PasswordHashes.bcrypt(RIGHT.toCharArray(), 4);
  private static final String DEAR = PasswordHashes.bcrypt(RIGHT.toCharArray(), 6);

  private final List<PasswordHash> computed = new CopyOnWriteArrayList<>();
  private final Authenticator authenticator =
      StaticAuthenticator.of(
          users(Map.of(ALICE, CHEAP, CAROL, DEAR)),
          (hash, password) -> {
            computed.add(hash);
            return new BouncyCastleHashing().matches(hash, password);
          },
          2);

  @Test
  void everyAttemptCostsExactlyOneComputation() throws InterruptedException {
    for (Username name : List.of(ALICE, KEYS_ONLY, new Username("mallory"))) {
      for (String password : List.of("password", "wrong", "", "x".repeat(73), "x".repeat(5000))) {
        computed.clear();
        attempt(name, password);
        assertThat(computed).as("%s, %s", name, password).hasSize(1);
      }
    }
  }

  @Test
  void aStrangerCostsWhatSomeUserCostsAndAlwaysTheSame() throws InterruptedException {
    Set<PasswordHash> all = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      computed.clear();
      attempt(new Username("stranger" + i), "password");
      attempt(new Username("stranger" + i), "other");
      assertThat(new HashSet<>(computed)).hasSize(1);
      all.addAll(computed);
    }
    assertThat(all).containsExactlyInAnyOrder(PasswordHash.parse(CHEAP), PasswordHash.parse(DEAR));
  }

  @Test
  void aStrangerWhoGuessesTheDecoysPasswordIsStillNobody() throws InterruptedException {
    assertThat(attempt(new Username("mallory"), "password")).isEqualTo(new Rejected());
    assertThat(attempt(KEYS_ONLY, "password")).isEqualTo(new Rejected());
  }

  @Test
  void withoutAnyHashAnAttemptCostsANewHash() throws InterruptedException {
    Authenticator nobody =
        StaticAuthenticator.of(
            users(Map.of()),
            (hash, password) -> {
              computed.add(hash);
              return true;
            },
            1);
    assertThat(nobody.password(CLIENT, ALICE, "x".toCharArray())).isEqualTo(new Rejected());
    assertThat(computed).hasToString("[Argon2id[m=19456, t=2, p=1]]");
  }

  @Test
  void aPasswordThatBcryptWouldCutOrRepeatIsNotAccepted() throws InterruptedException {
    Username longest = new Username("longest");
    Username brief = new Username("brief");
    Authenticator both =
        StaticAuthenticator.of(
            users(
                Map.of(
                    longest,
                    PasswordHashes.bcrypt("x".repeat(72).toCharArray(), 4),
                    brief,
                    PasswordHashes.bcrypt("a".toCharArray(), 4))));
    assertThat(both.password(CLIENT, longest, "x".repeat(72).toCharArray()))
        .isInstanceOf(Accepted.class);
    assertThat(both.password(CLIENT, longest, "x".repeat(73).toCharArray()))
        .isEqualTo(new Rejected());
    assertThat(both.password(CLIENT, brief, "a\0a".toCharArray())).isEqualTo(new Rejected());
  }

  @Test
  void onlySoManyHashesAreComputedAtOnce() throws InterruptedException {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Authenticator bounded =
        StaticAuthenticator.of(
            users(Map.of(ALICE, CHEAP)),
            (hash, password) -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              boolean matches = new BouncyCastleHashing().matches(hash, password);
              running.decrementAndGet();
              return matches;
            },
            2);
    List<Future<Decision>> decisions = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        decisions.add(executor.submit(() -> bounded.password(CLIENT, ALICE, RIGHT.toCharArray())));
      }
    }
    assertThat(decisions).allMatch(d -> d.resultNow() instanceof Accepted);
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void whoWaitsForAnAnswerCanBeInterruptedAndTakesNoPlaceAway() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    Authenticator single =
        StaticAuthenticator.of(
            users(Map.of(ALICE, CHEAP)),
            (hash, password) -> {
              busy.countDown();
              awaitUninterruptibly(free);
              return true;
            },
            1);
    CountDownLatch interrupted = new CountDownLatch(2);
    Runnable login =
        () -> {
          try {
            var _ = single.password(CLIENT, ALICE, RIGHT.toCharArray());
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        };
    Thread computing = Thread.startVirtualThread(login);
    busy.await();
    Thread waiting = Thread.startVirtualThread(login);
    computing.interrupt();
    waiting.interrupt();
    interrupted.await();
    free.countDown();
    assertThat(single.password(CLIENT, ALICE, RIGHT.toCharArray())).isInstanceOf(Accepted.class);
  }

  /// An attacker has a whole network of IPv6 addresses, and is one source all the same.
  @Test
  void oneSourcesManyLoginsDoNotKeepOthersWaiting() throws InterruptedException {
    List<String> served = new CopyOnWriteArrayList<>();
    CountDownLatch free = new CountDownLatch(1);
    Turns turns = new Turns(1, 20);
    List<Future<Decision>> decisions = new ArrayList<>();
    Authenticator single =
        StaticAuthenticator.of(
            users(Map.of(ALICE, CHEAP)),
            new BoundedHashing(
                (_, password) -> {
                  awaitUninterruptibly(free);
                  served.add(new String(password, StandardCharsets.UTF_8));
                  return false;
                },
                turns));
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 21; i++) {
        Client flooding = from("2001:db8::" + i);
        decisions.add(
            executor.submit(() -> single.password(flooding, ALICE, "flood".toCharArray())));
      }
      await().until(() -> turns.waiting("2001:db8:0:0:0:0:0:0/64") == 20);
      assertThat(single.password(from("2001:db8::ffff"), ALICE, "more".toCharArray()))
          .isInstanceOf(Unavailable.class);
      decisions.add(executor.submit(() -> single.password(CLIENT, ALICE, "other".toCharArray())));
      await().until(() -> turns.waiting("192.0.2.7/32") == 1);
      free.countDown();
    }
    assertThat(decisions).hasSize(22).allMatch(d -> d.resultNow().equals(new Rejected()));
    assertThat(served.subList(0, 3)).contains("other");
  }

  private static Client from(String host) {
    return new Client(ConnectionId.random(), new RemoteAddress(host, 50_000), "");
  }

  private Decision attempt(Username name, String password) throws InterruptedException {
    return authenticator.password(CLIENT, name, password.toCharArray());
  }

  private static AuthConfiguration users(Map<Username, String> hashes) {
    Map<Username, StaticUser> users = new LinkedHashMap<>();
    hashes.forEach((name, hash) -> users.put(name, new StaticUser(Optional.of(hash), List.of())));
    users.put(KEYS_ONLY, new StaticUser(Optional.empty(), List.of()));
    return new AuthConfiguration(new Methods(true, true, true), users, List.of());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        latch.await();
        done = true;
      } catch (InterruptedException e) {
        // The work of a hash cannot be interrupted either.
      }
    }
  }
}
