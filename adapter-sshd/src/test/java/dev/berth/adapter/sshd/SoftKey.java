package dev.berth.adapter.sshd;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A key without hardware that signs as OpenSSH's PROTOCOL.u2f says, with flags of a test's choice,
/// or as RFC 8709 says.
///
/// @param type as SSH names it
/// @param pair the key
/// @param signer whose private key signs
/// @param flags of a FIDO key
/// @param willing whether it signs at all
record SoftKey(String type, KeyPair pair, KeyPair signer, int flags, boolean willing) {
  static final String FIDO_ED25519 = "sk-ssh-ed25519@openssh.com";
  static final String FIDO_ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com";
  static final String ED25519 = "ssh-ed25519";

  private static final byte[] APPLICATION = "ssh:".getBytes(StandardCharsets.US_ASCII);
  private static final int COUNTER = 7;

  static SoftKey of(String type) {
    KeyPair pair = pair(type);
    return new SoftKey(type, pair, pair, 1, true);
  }

  SoftKey withFlags(int other) {
    return new SoftKey(type, pair, signer, other, willing);
  }

  /// Another key's signature under this one's name.
  SoftKey signedBy(SoftKey other) {
    return new SoftKey(type, pair, other.pair, flags, willing);
  }

  SoftKey unwilling() {
    return new SoftKey(type, pair, signer, flags, false);
  }

  private static KeyPair pair(String type) {
    try {
      if (!type.equals(FIDO_ECDSA)) {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  byte[] blob() {
    return bytes(out -> {
      string(out, type.getBytes(StandardCharsets.US_ASCII));
      if (type.equals(FIDO_ECDSA)) {
        string(out, "nistp256".getBytes(StandardCharsets.US_ASCII));
        string(out, point((ECPublicKey) pair.getPublic()));
      } else {
        byte[] encoded = pair.getPublic().getEncoded();
        string(out, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
      }
      if (type.startsWith("sk-")) {
        string(out, APPLICATION);
      }
    });
  }

  /// As authorized_keys has it.
  @Override
  public String toString() {
    return type + " " + Base64.getEncoder().encodeToString(blob());
  }

  byte @Nullable [] sign(byte[] data) {
    if (!willing) {
      return null;
    }
    try {
      byte[] signature = type.startsWith("sk-") ? touch(data) : raw("Ed25519", data);
      return bytes(out -> {
        string(out, type.getBytes(StandardCharsets.US_ASCII));
        string(out, signature);
        if (type.startsWith("sk-")) {
          out.writeByte(flags);
          out.writeInt(COUNTER);
        }
      });
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private byte[] touch(byte[] data) throws GeneralSecurityException {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] application = sha256.digest(APPLICATION);
    byte[] challenge = sha256.digest(data);
    byte[] signed =
        ByteBuffer.allocate(69)
            .put(application)
            .put((byte) flags)
            .putInt(COUNTER)
            .put(challenge)
            .array();
    if (!type.equals(FIDO_ECDSA)) {
      return raw("Ed25519", signed);
    }
    byte[] both = raw("SHA256withECDSAinP1363Format", signed);
    return bytes(out -> {
      string(out, new BigInteger(1, both, 0, 32).toByteArray());
      string(out, new BigInteger(1, both, 32, 32).toByteArray());
    });
  }

  private byte[] raw(String algorithm, byte[] data) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(signer.getPrivate());
    signature.update(data);
    return signature.sign();
  }

  private static byte[] point(ECPublicKey key) {
    ByteBuffer point = ByteBuffer.allocate(65).put((byte) 4);
    for (BigInteger coordinate :
        new BigInteger[] {key.getW().getAffineX(), key.getW().getAffineY()}) {
      byte[] number = coordinate.toByteArray();
      byte[] fixed = new byte[32];
      int length = Math.min(32, number.length);
      System.arraycopy(number, number.length - length, fixed, 32 - length, length);
      point.put(fixed);
    }
    return point.array();
  }

  /// Writes in SSH's form.
  interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static void string(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
