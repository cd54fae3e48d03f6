package dev.berth.adapter.sshd;

import dev.berth.domain.key.Certificate;
import dev.berth.domain.key.PublicKey;
import dev.berth.ports.driven.Authenticator.PublicKeyText;
import java.util.Base64;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/// A key or certificate that a client offers or signs with, and the algorithm that it names for it.
///
/// @param algorithm of the signature, without any certificate
/// @param key what the client's signature is checked with
/// @param text what the authenticator is asked about
record ClientKey(String algorithm, PublicKey key, PublicKeyText text) {
  /// What a client sent; null if it is malformed, of no known type, no match for the algorithm, or
  /// a certificate that is not signed by the authority that it names.
  static @Nullable ClientKey of(String algorithm, byte[] blob) {
    try {
      String type = new ByteArrayBuffer(blob).getString();
      PublicKeyText text = new PublicKeyText(type, Base64.getEncoder().encodeToString(blob));
      boolean certified = Certificate.isType(type);
      if (certified != Certificate.isType(algorithm)) {
        return null;
      }
      ClientKey key =
          certified
              ? of(Certificate.withoutCertificate(algorithm), Certificate.parse(blob), text)
              : new ClientKey(algorithm, PublicKey.of(blob), text);
      return key != null && KeySignature.suits(key.algorithm(), key.key()) ? key : null;
    } catch (RuntimeException malformed) {
      return null;
    }
  }

  private static @Nullable ClientKey of(
      String algorithm, Certificate certificate, PublicKeyText text) {
    Certificate.Proof proof = certificate.proof();
    String authoritys = KeySignature.algorithm(proof.signature());
    return KeySignature.of(authoritys, certificate.authority(), proof.signed(), proof.signature())
            .isPresent()
        ? new ClientKey(algorithm, certificate.key(), text)
        : null;
  }
}
