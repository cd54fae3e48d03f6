package dev.berth.domain.key;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// A public key that users or authorities may have; never a certificate. Two are equal if they are
/// so bit for bit.
///
/// @param type such as `ssh-ed25519`
/// @param blob the wire form (RFC 4253, section 6.6)
// Copied on the way in and out, and compared by content.
@SuppressWarnings("ArrayRecordComponent")
public record PublicKey(String type, byte[] blob) {
  /// The longest wire form that is looked at: more than an RSA key of 16,384 bits takes.
  public static final int LONGEST = 6144;

  /// What RSA keys may have (OpenSSH has the same bounds): whoever offers a key decides how long
  /// checking its signature takes.
  private static final int RSA_LEAST_BITS = 1024;

  private static final int RSA_MOST_BITS = 16384;
  private static final int RSA_MOST_EXPONENT_BITS = 64;

  /// The number of strings that follow the type in each type's wire form (RFC 4253, 5656, 8709;
  /// OpenSSH's PROTOCOL.u2f).
  private static final Map<String, Integer> PARTS =
      Map.of(
          "ssh-ed25519", 1,
          "ssh-rsa", 2,
          "ecdsa-sha2-nistp256", 2,
          "ecdsa-sha2-nistp384", 2,
          "ecdsa-sha2-nistp521", 2,
          "sk-ssh-ed25519@openssh.com", 2,
          "sk-ecdsa-sha2-nistp256@openssh.com", 3);

  /// A well-formed key; throws [IllegalArgumentException] otherwise.
  public PublicKey {
    if (blob.length > LONGEST) {
      throw new IllegalArgumentException("is longer than any key");
    }
    blob = blob.clone();
    Wire wire = new Wire(blob);
    if (!wire.text().equals(type) || !isType(type)) {
      throw new IllegalArgumentException("is no key of type " + type);
    }
    check(type, fields(type, wire));
    wire.end();
  }

  /// The key of a wire form.
  ///
  /// @throws IllegalArgumentException if it is none of a known type, with words that say what it is
  public static PublicKey of(byte[] blob) {
    return new PublicKey(new Wire(blob).text(), blob);
  }

  /// The types that are known.
  public static Set<String> types() {
    return new TreeSet<>(PARTS.keySet());
  }

  /// Whether there are keys of a type.
  public static boolean isType(String type) {
    return PARTS.containsKey(type);
  }

  /// The fields of a key of a type, as they follow its name in keys and in certificates.
  static List<byte[]> fields(String type, Wire from) {
    byte[][] fields = new byte[Optional.ofNullable(PARTS.get(type)).orElseThrow()][];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = from.string();
    }
    return List.of(fields);
  }

  /// The key of a type and its fields.
  static PublicKey of(String type, List<byte[]> fields) {
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    append(blob, type.getBytes(StandardCharsets.US_ASCII));
    fields.forEach(field -> append(blob, field));
    return new PublicKey(type, blob.toByteArray());
  }

  private static void append(ByteArrayOutputStream blob, byte[] string) {
    blob.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(string.length).array());
    blob.writeBytes(string);
  }

  private static void check(String type, List<byte[]> fields) {
    boolean empty = fields.stream().anyMatch(field -> field.length == 0);
    if (empty || (type.contains("ed25519") && fields.getFirst().length != 32)) {
      throw new IllegalArgumentException("is no key of type " + type);
    }
    String ecdsa = "ecdsa-sha2-" + new String(fields.getFirst(), StandardCharsets.US_ASCII);
    if (type.contains("ecdsa")
        && !type.equals(ecdsa)
        && !type.equals("sk-" + ecdsa + "@openssh.com")) {
      throw new IllegalArgumentException("is a key of another curve than " + type);
    }
    if (type.equals("ssh-rsa")) {
      checkRsa(new BigInteger(fields.getFirst()), new BigInteger(fields.getLast()));
    }
  }

  private static void checkRsa(BigInteger exponent, BigInteger modulus) {
    int bits = modulus.bitLength();
    if (bits < RSA_LEAST_BITS || bits > RSA_MOST_BITS) {
      throw new IllegalArgumentException(
          "is an RSA key of %d bits, not of %d to %d"
              .formatted(bits, RSA_LEAST_BITS, RSA_MOST_BITS));
    }
    if (exponent.bitLength() > RSA_MOST_EXPONENT_BITS) {
      throw new IllegalArgumentException(
          "is an RSA key with an exponent of more than " + RSA_MOST_EXPONENT_BITS + " bits");
    }
    boolean possible =
        exponent.compareTo(BigInteger.ONE) > 0
            && exponent.testBit(0)
            && modulus.signum() > 0
            && modulus.testBit(0);
    if (!possible) {
      throw new IllegalArgumentException("is no RSA key");
    }
  }

  /// The numbers of an RSA key.
  ///
  /// @throws IllegalStateException if it is of another type
  public RsaNumbers rsa() {
    Wire wire = new Wire(blob);
    if (!wire.text().equals("ssh-rsa")) {
      throw new IllegalStateException("is a key of type " + type);
    }
    return new RsaNumbers(new BigInteger(wire.string()), new BigInteger(wire.string()));
  }

  /// What an RSA key is made of (RFC 4253, section 6.6).
  public record RsaNumbers(BigInteger exponent, BigInteger modulus) {}

  @Override
  public byte[] blob() {
    return blob.clone();
  }

  /// Whether it is a FIDO key, whose signatures tell whether somebody was there.
  public boolean isSecurityKey() {
    return type.startsWith("sk-");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key && Arrays.equals(blob, key.blob);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(blob);
  }

  /// As authorized_keys has it.
  @Override
  public String toString() {
    return type + " " + Base64.getEncoder().encodeToString(blob);
  }
}
