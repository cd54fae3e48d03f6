package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import dev.berth.ports.contract.AuthenticatorContract;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Authenticator.Proof;
import dev.berth.ports.driven.Dialogue.Step.Decided;
import dev.berth.ports.fake.InMemoryAuthenticator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthorizingAuthenticatorTest {
  private static final Username ALICE = AuthenticatorContract.ALICE;
  private static final Proof SIGNED = new Proof.Signed(false, false);

  private final List<Username> asked = new ArrayList<>();
  private Decision answer = new Decision.Rejected();
  private final Authenticator inner =
      new InMemoryAuthenticator()
          .withPassword(ALICE, "right")
          .withKey(ALICE, AuthenticatorContract.KEY);
  private final Authenticator authenticator = AuthorizingAuthenticator.of(inner, this::authorize);

  private Decision authorize(Client client, AuthenticatedUser user) {
    asked.add(user.name());
    return answer;
  }

  private Decision password(String password) throws InterruptedException {
    return authenticator.password(AuthenticatorContract.client(), ALICE, password.toCharArray());
  }

  private Decision key(Proof proof) throws InterruptedException {
    return authenticator.publicKey(
        AuthenticatorContract.client(), ALICE, AuthenticatorContract.KEY, proof);
  }

  private Decision dialogue(String password) throws InterruptedException {
    var dialogue = authenticator.keyboardInteractive(AuthenticatorContract.client(), ALICE);
    var _ = dialogue.next(List.of());
    return ((Decided) dialogue.next(List.of(password.toCharArray()))).decision();
  }

  @Test
  void whoHasProvenWhoTheyAreIsAskedAbout() throws InterruptedException {
    for (Decision decided :
        List.of(
            new Decision.Rejected(),
            new Decision.Unavailable("away"),
            AuthenticatorContract.accepted(new Username("other")))) {
      answer = decided;
      assertThat(password("right")).isEqualTo(decided);
      assertThat(key(SIGNED)).isEqualTo(decided);
      assertThat(dialogue("right")).isEqualTo(decided);
    }
    assertThat(asked).hasSize(9).containsOnly(ALICE);
  }

  @Test
  void nobodyIsAskedAboutAnOfferedKeyOrAWrongProof() throws InterruptedException {
    assertThat(key(new Proof.Offered())).isEqualTo(AuthenticatorContract.accepted(ALICE));
    assertThat(password("wrong")).isEqualTo(new Decision.Rejected());
    assertThat(dialogue("wrong")).isEqualTo(new Decision.Rejected());
    assertThat(asked).isEmpty();
  }

  @Test
  void methodsAndListsOfThemAreThoseOfTheInside() throws InterruptedException {
    assertThat(authenticator.methods()).isEqualTo(inner.methods());
    assertThat(authenticator.chains(ALICE)).isEqualTo(inner.chains(ALICE));
  }
}
