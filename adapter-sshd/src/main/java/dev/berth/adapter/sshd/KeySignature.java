package dev.berth.adapter.sshd;

import dev.berth.domain.key.PublicKey;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.u2f.SkED25519PublicKey;
import org.apache.sshd.common.config.keys.u2f.SkEcdsaPublicKey;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/// A signature that was verified.
///
/// @param present whether a FIDO key says that somebody has touched it
/// @param verified whether a FIDO key says that it knows who that was
record KeySignature(boolean present, boolean verified) {
  private static final int PRESENT = 1;
  private static final int VERIFIED = 4;

  /// Verifies a signature; empty if it is wrong.
  ///
  /// @param algorithm that it must be by
  /// @param signed what it must be of
  static Optional<KeySignature> of(
      String algorithm, PublicKey key, byte[] signed, byte[] signature) {
    try {
      return suits(algorithm, key)
              && algorithm(signature).equals(algorithm)
              && verify(algorithm, key, signed, signature)
          ? Optional.of(key.isSecurityKey() ? told(signature) : new KeySignature(false, false))
          : Optional.empty();
    } catch (Exception wrong) {
      return Optional.empty();
    }
  }

  /// Whether an algorithm is one that we take for a key.
  static boolean suits(String algorithm, PublicKey key) {
    return key.type().equals("ssh-rsa")
        ? algorithm.equals("rsa-sha2-512") || algorithm.equals("rsa-sha2-256")
        : algorithm.equals(key.type());
  }

  /// The algorithm that a signature says it is by.
  static String algorithm(byte[] signature) {
    return new ByteArrayBuffer(signature).getString();
  }

  private static boolean verify(String algorithm, PublicKey key, byte[] signed, byte[] signature)
      throws Exception {
    if (key.type().equals("ssh-rsa")) {
      return RsaSignature.verify(algorithm, key.rsa(), signed, signature);
    }
    List<NamedFactory<Signature>> algorithms = Algorithms.signatures();
    Signature verifier = NamedFactory.create(algorithms, algorithm);
    if (verifier == null) {
      return false;
    }
    verifier.initVerifier(null, untouched(new ByteArrayBuffer(key.blob()).getRawPublicKey()));
    verifier.update(null, signed);
    return verifier.verify(null, signature);
  }

  /// A FIDO key with which the library verifies signatures whether or not somebody has touched it:
  /// who decides on that must know what was signed.
  private static java.security.PublicKey untouched(java.security.PublicKey key) {
    return switch (key) {
      case SkED25519PublicKey sk ->
          new SkED25519PublicKey(sk.getAppName(), true, false, sk.getDelegatePublicKey());
      case SkEcdsaPublicKey sk ->
          new SkEcdsaPublicKey(sk.getAppName(), true, false, sk.getDelegatePublicKey());
      default -> key;
    };
  }

  /// What a FIDO key says besides (OpenSSH's PROTOCOL.u2f): its flags follow the signature itself.
  private static KeySignature told(byte[] signature) {
    ByteArrayBuffer parts = new ByteArrayBuffer(signature);
    parts.getString();
    parts.getBytes();
    int flags = parts.getUByte();
    return new KeySignature((flags & PRESENT) != 0, (flags & VERIFIED) != 0);
  }
}
