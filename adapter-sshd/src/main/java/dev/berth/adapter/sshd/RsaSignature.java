package dev.berth.adapter.sshd;

import dev.berth.domain.key.PublicKey.RsaNumbers;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// Checks users' RSA signatures (RFC 8332) by the JVM's own provider. Bouncy Castle, which the
/// library would take, looks for factors of a modulus first: more than a second for a large one,
/// and it is strangers who choose it.
final class RsaSignature {
  private static final String PROVIDER = "SunRsaSign";

  private RsaSignature() {}

  /// Whether a signature is right.
  ///
  /// @param algorithm `rsa-sha2-256` or `rsa-sha2-512`
  /// @param signature with the algorithm's name before it
  static boolean verify(String algorithm, RsaNumbers key, byte[] signed, byte[] signature)
      throws GeneralSecurityException {
    ByteArrayBuffer parts = new ByteArrayBuffer(signature);
    parts.getString();
    byte[] number = parts.getBytes();
    int length = (key.modulus().bitLength() + Byte.SIZE - 1) / Byte.SIZE;
    if (number.length > length) {
      return false;
    }
    Signature verifier =
        Signature.getInstance(
            algorithm.equals("rsa-sha2-512") ? "SHA512withRSA" : "SHA256withRSA", PROVIDER);
    verifier.initVerify(
        KeyFactory.getInstance("RSA", PROVIDER)
            .generatePublic(new RSAPublicKeySpec(key.modulus(), key.exponent())));
    verifier.update(signed);
    // Some clients leave out leading zeros.
    byte[] whole = new byte[length];
    System.arraycopy(number, 0, whole, length - number.length, number.length);
    return verifier.verify(whole);
  }
}
