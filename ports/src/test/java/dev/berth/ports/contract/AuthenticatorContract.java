package dev.berth.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Authenticator.Decision.Accepted;
import dev.berth.ports.driven.Authenticator.Decision.Rejected;
import dev.berth.ports.driven.Authenticator.Proof;
import dev.berth.ports.driven.Authenticator.PublicKeyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// What every [Authenticator] must do, whoever it asks.
public interface AuthenticatorContract {
  /// A user who may log in by [#PASSWORD] and [#KEY].
  Username ALICE = new Username("alice");

  /// A user who may log in by [#OTHER_KEY] only.
  Username BOB = new Username("bob");

  /// Nobody.
  Username STRANGER = new Username("mallory");

  /// Alice's password.
  String PASSWORD = "correct horse battery stäple";

  /// Alice's key.
  PublicKeyText KEY =
      new PublicKeyText(
          "ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f");

  /// Bob's key.
  PublicKeyText OTHER_KEY =
      new PublicKeyText(
          "ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5AAAAICAhIiMkJSYnKCkqKywtLi8wMTIzNDU2Nzg5Ojs8PT4/");

  /// Whatever a client has shown.
  List<Proof> PROOFS = List.of(new Proof.Offered(), new Proof.Signed(false, false));

  /// One that knows just [#ALICE] and [#BOB], with all its methods on.
  Authenticator authenticator();

  /// The methods that it can have.
  default Set<String> methods() {
    return Set.of("password", "publickey");
  }

  @Test
  default void allMethodsAreOffered() {
    assertThat(authenticator().methods()).isEqualTo(methods());
  }

  @Test
  default void anyMethodWillDoForAnybody() throws InterruptedException {
    for (Username login : List.of(ALICE, BOB, STRANGER)) {
      assertThat(authenticator().chains(login))
          .containsExactlyInAnyOrderElementsOf(methods().stream().map(List::of).toList());
    }
  }

  @Test
  default void theRightPasswordLetsItsUserIn() throws InterruptedException {
    assertThat(password(authenticator(), ALICE, PASSWORD)).isEqualTo(accepted(ALICE));
  }

  @Test
  default void anyOtherPasswordDoesNot() throws InterruptedException {
    Authenticator authenticator = authenticator();
    for (String wrong :
        List.of("", " ", "wrong", PASSWORD + " ", PASSWORD + "\0", PASSWORD.substring(1))) {
      assertThat(password(authenticator, ALICE, wrong)).isEqualTo(new Rejected());
    }
  }

  @Test
  default void aStrangerIsRefusedLikeAWrongPassword() throws InterruptedException {
    Authenticator authenticator = authenticator();
    assertThat(password(authenticator, STRANGER, PASSWORD)).isEqualTo(new Rejected());
    assertThat(password(authenticator, BOB, PASSWORD)).isEqualTo(new Rejected());
    assertThat(password(authenticator, BOB, "")).isEqualTo(new Rejected());
  }

  @Test
  default void thePasswordIsLeftForTheCallerToClear() throws InterruptedException {
    char[] given = PASSWORD.toCharArray();
    var _ = authenticator().password(client(), ALICE, given);
    assertThat(given).isEqualTo(PASSWORD.toCharArray());
  }

  @Test
  default void aKeyLetsItsUserInAndWouldDoAlsoWhenOnlyOffered() throws InterruptedException {
    for (Proof proof : PROOFS) {
      assertThat(authenticator().publicKey(client(), ALICE, KEY, proof)).isEqualTo(accepted(ALICE));
      assertThat(authenticator().publicKey(client(), BOB, OTHER_KEY, proof))
          .isEqualTo(accepted(BOB));
    }
  }

  @Test
  default void nobodyElsesKeyDoes() throws InterruptedException {
    for (Proof proof : PROOFS) {
      assertThat(authenticator().publicKey(client(), BOB, KEY, proof)).isEqualTo(new Rejected());
      assertThat(authenticator().publicKey(client(), STRANGER, KEY, proof))
          .isEqualTo(new Rejected());
    }
  }

  @Test
  default void whatIsNoKeyIsRefused() throws InterruptedException {
    for (String text : List.of("", "AAAA", "not base64 at all", KEY.base64().substring(4))) {
      var key = new PublicKeyText("ssh-ed25519", text);
      assertThat(authenticator().publicKey(client(), ALICE, key, new Proof.Signed(false, false)))
          .isEqualTo(new Rejected());
    }
  }

  @Test
  default void manyAtOnceAreEachAnsweredRight() throws InterruptedException, ExecutionException {
    Authenticator authenticator = authenticator();
    List<Future<Decision>> right = new ArrayList<>();
    List<Future<Decision>> wrong = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        right.add(executor.submit(() -> password(authenticator, ALICE, PASSWORD)));
        wrong.add(executor.submit(() -> password(authenticator, ALICE, "wrong")));
      }
    }
    for (int i = 0; i < 20; i++) {
      assertThat(right.get(i).get()).isEqualTo(accepted(ALICE));
      assertThat(wrong.get(i).get()).isEqualTo(new Rejected());
    }
  }

  /// A client of no importance.
  static Client client() {
    return new Client(ConnectionId.random(), new RemoteAddress("192.0.2.7", 50_000), "");
  }

  private static Decision password(Authenticator authenticator, Username login, String password)
      throws InterruptedException {
    return authenticator.password(client(), login, password.toCharArray());
  }

  /// The decision that lets a user in with nothing handed on.
  static Decision accepted(Username login) {
    return new Accepted(AuthenticatedUser.of(login));
  }
}
