package dev.berth.domain.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicKeyTest {
  private static final BigInteger USUAL = BigInteger.valueOf(65537);

  private static PublicKey rsa(BigInteger exponent, BigInteger modulus) {
    return PublicKey.of("ssh-rsa", List.of(exponent.toByteArray(), modulus.toByteArray()));
  }

  /// An odd number of so many bits.
  private static BigInteger odd(int bits) {
    return BigInteger.ONE.shiftLeft(bits - 1).or(BigInteger.ONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 2048, 3072, 16384})
  void rsaKeysOfUsualSizesAreKeys(int bits) {
    assertThat(rsa(USUAL, odd(bits)).type()).isEqualTo("ssh-rsa");
    assertThat(rsa(odd(64), odd(bits)).type()).isEqualTo("ssh-rsa");
    assertThat(rsa(BigInteger.valueOf(3), odd(bits)).type()).isEqualTo("ssh-rsa");
  }

  /// Whoever offers a key decides how long checking its signature takes.
  @ParameterizedTest
  @CsvSource({"64, 1023", "64, 16385", "65, 2048", "16383, 16384"})
  void rsaKeysThatAreTooWeakOrCostTooMuchAreNone(int exponent, int modulus) {
    assertThatThrownBy(() -> rsa(odd(exponent), odd(modulus)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(exponent > 64 ? "exponent" : modulus + " bits");
  }

  @Test
  void rsaKeysAreMadeOfPositiveOddNumbers() {
    for (BigInteger bad : List.of(BigInteger.ONE, USUAL.negate(), USUAL.add(BigInteger.ONE))) {
      assertThatThrownBy(() -> rsa(bad, odd(2048))).isInstanceOf(IllegalArgumentException.class);
    }
    for (BigInteger bad : List.of(odd(2048).negate(), odd(2048).add(BigInteger.ONE))) {
      assertThatThrownBy(() -> rsa(USUAL, bad)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
