package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Username;
import dev.berth.ports.contract.AuthenticatorContract;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Authenticator.Decision;
import dev.berth.ports.driven.Authenticator.Proof;
import dev.berth.ports.driven.Dialogue.Step.Decided;
import dev.berth.ports.fake.InMemoryAuthenticator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutedAuthenticatorTest {
  private static final Username ALICE = AuthenticatorContract.ALICE;
  private static final Proof SIGNED = new Proof.Signed(false, false);
  private static final Decision REFUSED = new Decision.Rejected();
  private static final Decision IN = AuthenticatorContract.accepted(ALICE);

  private final Client client = AuthenticatorContract.client();
  private final Authenticator byPassword =
      new InMemoryAuthenticator()
          .withPassword(ALICE, "right")
          .withKey(ALICE, AuthenticatorContract.KEY);
  private final Authenticator byKey =
      new InMemoryAuthenticator().withKey(ALICE, AuthenticatorContract.OTHER_KEY);

  @Test
  void eachMethodHasItsOwnAuthenticator() throws InterruptedException {
    Authenticator routed =
        RoutedAuthenticator.of(
            Map.of("password", byPassword, "publickey", byKey),
            _ -> List.of(List.of("publickey", "password")));

    assertThat(routed.methods()).containsExactlyInAnyOrder("password", "publickey");
    assertThat(routed.chains(ALICE)).containsExactly(List.of("publickey", "password"));
    assertThat(routed.password(client, ALICE, "right".toCharArray())).isEqualTo(IN);
    assertThat(routed.publicKey(client, ALICE, AuthenticatorContract.KEY, SIGNED))
        .isEqualTo(REFUSED);
    assertThat(routed.publicKey(client, ALICE, AuthenticatorContract.OTHER_KEY, SIGNED))
        .isEqualTo(IN);
  }

  @Test
  void aMethodThatNobodyHasLetsNobodyIn() throws InterruptedException {
    Authenticator none = RoutedAuthenticator.of(Map.of(), _ -> List.of());

    assertThat(none.methods()).isEmpty();
    assertThat(none.password(client, ALICE, "right".toCharArray())).isEqualTo(REFUSED);
    assertThat(none.publicKey(client, ALICE, AuthenticatorContract.KEY, SIGNED)).isEqualTo(REFUSED);
    assertThat(none.keyboardInteractive(client, ALICE).next(List.of()))
        .isEqualTo(new Decided(REFUSED));
  }
}
