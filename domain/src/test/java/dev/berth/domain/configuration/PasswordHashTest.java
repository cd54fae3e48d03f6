package dev.berth.domain.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  private static final String BCRYPT =
      "$2y$10$" + "abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234";
  private static final String ARGON =
      "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

  @Test
  void bcryptTellsItsCost() {
    assertThat(PasswordHash.parse(BCRYPT)).isEqualTo(new PasswordHash.Bcrypt(BCRYPT, 10));
  }

  @Test
  void argon2idTellsItsParametersSaltAndDigest() {
    var hash = (PasswordHash.Argon2id) PasswordHash.parse(ARGON);
    assertThat(hash.memoryKib()).isEqualTo(19_456);
    assertThat(hash.iterations()).isEqualTo(2);
    assertThat(hash.lanes()).isEqualTo(1);
    assertThat(hash.salt()).asString().isEqualTo("somesalt");
    assertThat(hash.digest()).hasSize(32);
  }

  @Test
  void nothingOfAHashShows() {
    assertThat(PasswordHash.parse(BCRYPT)).hasToString("Bcrypt[cost=10]");
    assertThat(PasswordHash.parse(ARGON)).hasToString("Argon2id[m=19456, t=2, p=1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret-in-plain",
        "$1$secret$secret",
        "$6$secret$secret",
        "$2y$10$secret",
        "$2y$03$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
        "$2y$17$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234",
        "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8",
        "$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8",
        "$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8",
        "$argon2id$v=19$m=19456,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8",
        "$argon2id$v=19$m=19456,t=2,p=0$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8",
        "$argon2id$v=19$m=19456,t=2,p=1$c2Vj$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8",
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$c2VjcmV0"
      })
  void whatIsNoHashOrCostsTooMuchIsRefusedWithoutShowingIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHash.parse(text))
        .satisfies(e ->
            assertThat(e.getMessage())
                .doesNotContain("secret", "c29tZXNhbHQ", "abcdefghijkl", "CTFh"));
  }
}
