package dev.berth.adapter.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.berth.domain.configuration.PasswordHash;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordHashesTest {
  private final Hashing hashing = new BouncyCastleHashing();

  @Test
  void anArgon2idHashHasTheRecommendedParametersAndASaltOfItsOwn() {
    String first = PasswordHashes.argon2id("password".toCharArray());
    assertThat(first).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(PasswordHashes.argon2id("password".toCharArray())).isNotEqualTo(first);
    assertThat(hashing.matches(PasswordHash.parse(first), bytes("password"))).isTrue();
    assertThat(hashing.matches(PasswordHash.parse(first), bytes("Password"))).isFalse();
  }

  @Test
  void aBcryptHashHasTheCostAskedFor() {
    String hash = PasswordHashes.bcrypt("password".toCharArray(), 5);
    assertThat(hash).startsWith("$2y$05$");
    assertThat(hashing.matches(PasswordHash.parse(hash), bytes("password"))).isTrue();
    assertThat(hashing.matches(PasswordHash.parse(hash), bytes("Password"))).isFalse();
  }

  /// Test vectors of the reference implementations: crypt_blowfish and phc-winner-argon2.
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW U*U",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
            + " password",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"
            + " password"
      })
  void hashesOfOtherImplementationsAreUnderstood(String hash, String password) {

    assertThat(hashing.matches(PasswordHash.parse(hash), bytes(password))).isTrue();
  }

  @Test
  void aPasswordThatBcryptWouldCutIsRefused() {
    assertThat(PasswordHashes.bcrypt("x".repeat(72).toCharArray(), 4)).startsWith("$2y$");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHashes.bcrypt("x".repeat(73).toCharArray(), 4))
        .withMessageContaining("72 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHashes.bcrypt("ä".repeat(37).toCharArray(), 4))
        .withMessageContaining("72 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHashes.bcrypt("a\0a".toCharArray(), 4));
  }

  @Test
  void anEmptyOrEndlessPasswordIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> PasswordHashes.argon2id(new char[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> PasswordHashes.bcrypt(new char[0], 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHashes.argon2id("x".repeat(1025).toCharArray()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PasswordHashes.argon2id(new char[] {'\ud800'}));
  }

  @Test
  void aCostOutOfBoundsIsRefused() {
    for (int cost : new int[] {3, 17}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> PasswordHashes.bcrypt("password".toCharArray(), cost));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
