package dev.berth.adapter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.configuration.AuthConfiguration.Methods;
import dev.berth.domain.configuration.AuthConfiguration.StaticUser;
import dev.berth.domain.connection.Username;
import dev.berth.domain.key.AuthorizedKey;
import dev.berth.ports.contract.AuthenticatorContract;
import dev.berth.ports.contract.DialogueContract;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.Authenticator.Decision.Rejected;
import dev.berth.ports.driven.Authenticator.Decision.Unavailable;
import dev.berth.ports.driven.Authenticator.Proof;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StaticAuthenticatorTest {
  private static final String BCRYPT =
      PasswordHashes.bcrypt(AuthenticatorContract.PASSWORD.toCharArray(), 4);
  private static final String ARGON2ID =
      PasswordHashes.argon2id(AuthenticatorContract.PASSWORD.toCharArray());

  private static final Methods ALL = new Methods(true, true, true);
  private static final Methods PASSWORD_ONLY = new Methods(true, false, false);

  @Nested
  class WithBcrypt implements DialogueContract {
    @Override
    public Authenticator authenticator() {
      return StaticAuthenticator.of(configuration(ALL, BCRYPT));
    }
  }

  @Nested
  class WithArgon2id implements DialogueContract {
    @Override
    public Authenticator authenticator() {
      return StaticAuthenticator.of(configuration(ALL, ARGON2ID));
    }
  }

  @Test
  void aMethodThatIsOffIsNotOfferedAndLetsNobodyIn() throws InterruptedException {
    Authenticator none = StaticAuthenticator.of(configuration(Methods.NONE, BCRYPT));
    assertThat(none.methods()).isEmpty();
    assertThat(
            none.password(
                AuthenticatorContract.client(),
                AuthenticatorContract.ALICE,
                AuthenticatorContract.PASSWORD.toCharArray()))
        .isEqualTo(new Rejected());
    assertThat(
            none.publicKey(
                AuthenticatorContract.client(),
                AuthenticatorContract.ALICE,
                AuthenticatorContract.KEY,
                new Proof.Signed(false, false)))
        .isEqualTo(new Rejected());
  }

  @Test
  void onlyTheMethodThatIsOnIsOffered() {
    assertThat(StaticAuthenticator.of(configuration(PASSWORD_ONLY, BCRYPT)).methods())
        .containsExactly("password");
    assertThat(
            StaticAuthenticator.of(configuration(new Methods(false, true, false), BCRYPT))
                .methods())
        .containsExactly("publickey");
  }

  @Test
  void aHashThatCannotBeComputedLetsNobodyInAndSaysThatItIsNoAnswer() throws InterruptedException {
    Authenticator broken =
        StaticAuthenticator.of(
            configuration(PASSWORD_ONLY, BCRYPT),
            (hash, password) -> {
              throw new IllegalStateException(
                  new String(password, java.nio.charset.StandardCharsets.UTF_8));
            },
            1);
    for (int i = 0; i < 3; i++) {
      assertThat(
              broken.password(
                  AuthenticatorContract.client(),
                  AuthenticatorContract.ALICE,
                  AuthenticatorContract.PASSWORD.toCharArray()))
          .isEqualTo(
              new Unavailable(
                  "computing a password's hash failed: java.lang.IllegalStateException"));
    }
  }

  static AuthConfiguration configuration(Methods methods, String hash) {
    Map<Username, StaticUser> users =
        Map.of(
            AuthenticatorContract.ALICE,
            new StaticUser(
                Optional.of(hash),
                List.of(AuthorizedKey.parse(AuthenticatorContract.KEY + " alice at home"))),
            AuthenticatorContract.BOB,
            new StaticUser(
                Optional.empty(),
                List.of(AuthorizedKey.parse(AuthenticatorContract.OTHER_KEY.toString()))));
    return new AuthConfiguration(methods, users, List.of());
  }
}
