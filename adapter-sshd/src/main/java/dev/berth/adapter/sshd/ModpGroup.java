package dev.berth.adapter.sshd;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.digest.Digest;
import org.apache.sshd.common.kex.AbstractDH;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.kex.DHG;

/// Key exchange in one of the groups of RFC 3526 (RFC 8268), with secret exponents as short as
/// their strength allows. The library takes exponents as long as the modulus and checks more than a
/// group of this kind needs: some 0.4 s in group 18, which any stranger could make the gateway
/// spend at no cost of his own.
///
/// @param group as the library has it
record ModpGroup(BuiltinDHFactories group) implements DHFactory {
  /// Twice 256 bits, the most that any cipher here is worth.
  private static final int EXPONENT_BITS = 512;

  private static final SecureRandom RANDOM = new SecureRandom();

  /// A key exchange of the library's, with short exponents where it is in such a group.
  static DHFactory of(BuiltinDHFactories exchange) {
    return switch (exchange) {
      case dhg1, dhg14, dhg14_256, dhg15_512, dhg16_512, dhg17_512, dhg18_512 ->
          new ModpGroup(exchange);
      default -> exchange;
    };
  }

  @Override
  public String getName() {
    return group.getName();
  }

  @Override
  public boolean isSupported() {
    return group.isSupported();
  }

  @Override
  public boolean isGroupExchange() {
    return false;
  }

  @Override
  public AbstractDH create(Object... parameters) throws Exception {
    return new Exchange((DHG) group.create(parameters));
  }

  private static final class Exchange extends DHG {
    private final BigInteger exponent =
        new BigInteger(EXPONENT_BITS, RANDOM).setBit(EXPONENT_BITS - 1);
    private BigInteger theirs = BigInteger.ZERO;

    Exchange(DHG numbers) throws Exception {
      super(() -> hash(numbers), numbers.getP(), numbers.getG());
    }

    private static Digest hash(DHG numbers) {
      try {
        return numbers.getHash();
      } catch (Exception missing) {
        throw new IllegalStateException(missing);
      }
    }

    @Override
    protected byte[] calculateE() {
      return getG().modPow(exponent, getP()).toByteArray();
    }

    @Override
    public void setF(byte[] value) {
      theirs = new BigInteger(value);
    }

    /// In a group whose order is twice a prime, nothing but its ends gives an exponent away (RFC
    /// 8268, section 4).
    @Override
    protected byte[] calculateK() throws SshException {
      if (theirs.compareTo(BigInteger.TWO) < 0
          || theirs.compareTo(getP().subtract(BigInteger.TWO)) > 0) {
        throw new SshException(
            SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED,
            "what the client sent is not a number of its group");
      }
      return stripLeadingZeroes(theirs.modPow(exponent, getP()).toByteArray());
    }
  }
}
