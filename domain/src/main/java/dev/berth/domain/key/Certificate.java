package dev.berth.domain.key;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An OpenSSH certificate (PROTOCOL.certkeys): an authority's word on who a key belongs to. Nothing
/// in it is true before the authority's signature was verified.
///
/// @param key the key that it certifies
/// @param content what the authority says
/// @param authority the authority's key; never a certificate itself
/// @param proof the authority's signature
public record Certificate(PublicKey key, Content content, PublicKey authority, Proof proof) {
  private static final String SUFFIX = "-cert-v01@openssh.com";

  /// The longest certificate that is looked at, in bytes.
  private static final int LONGEST = 32 << 10;

  /// Most principals and options of each kind; OpenSSH has 256 principals at most.
  private static final int MOST = 256;

  /// What an authority says of a key.
  ///
  /// @param kind whom the key belongs to
  /// @param id chosen by the authority, for logs
  /// @param principals names of users or hosts
  /// @param validity when it holds
  /// @param criticalOptions restrictions, value by name; who does not know one must refuse
  /// @param extensions permissions, value by name
  public record Content(
      Kind kind,
      String id,
      List<String> principals,
      Validity validity,
      Map<String, String> criticalOptions,
      Map<String, String> extensions) {
    public Content {
      principals = List.copyOf(principals);
      criticalOptions = Collections.unmodifiableMap(new LinkedHashMap<>(criticalOptions));
      extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
    }
  }

  /// Whom a certified key belongs to.
  public enum Kind {
    /// A user.
    USER,
    /// A host.
    HOST
  }

  /// A time in seconds of Unix time, unsigned.
  ///
  /// @param after the first second
  /// @param before the first second that is too late
  public record Validity(long after, long before) {
    /// Whether it holds at a time.
    public boolean includes(Instant time) {
      long now = time.getEpochSecond();
      return now >= 0
          && Long.compareUnsigned(after, now) <= 0
          && Long.compareUnsigned(now, before) < 0;
    }
  }

  /// An authority's signature.
  ///
  /// @param signed the bytes that it is of
  /// @param signature in the form of RFC 4253, section 6.6
  // Compared by content.
  @SuppressWarnings("ArrayRecordComponent")
  public record Proof(byte[] signed, byte[] signature) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Proof proof
          && Arrays.equals(signed, proof.signed)
          && Arrays.equals(signature, proof.signature);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
      return "Proof of " + signature.length + " bytes";
    }
  }

  /// Whether a type of key, or the name of an algorithm, is a certificate's.
  public static boolean isType(String type) {
    return type.endsWith(SUFFIX);
  }

  /// What a certificate's type, or the name of its algorithm, would be for the key alone.
  public static String withoutCertificate(String type) {
    String plain = type.substring(0, type.length() - SUFFIX.length());
    return plain.startsWith("sk-") ? plain + "@openssh.com" : plain;
  }

  /// Takes a certificate apart.
  ///
  /// @throws IllegalArgumentException if it is none that is well-formed and of a known kind
  public static Certificate parse(byte[] blob) {
    if (blob.length > LONGEST) {
      throw new IllegalArgumentException("is longer than any certificate");
    }
    Wire wire = new Wire(blob);
    String type = wire.text();
    if (!isType(type) || !PublicKey.isType(withoutCertificate(type))) {
      throw new IllegalArgumentException("is no certificate of a known type");
    }
    wire.string(); // a nonce
    String keyType = withoutCertificate(type);
    PublicKey key = PublicKey.of(keyType, PublicKey.fields(keyType, wire));
    wire.uint64(); // a serial number
    Content content = content(wire);
    wire.string(); // reserved
    PublicKey authority = PublicKey.of(wire.string());
    byte[] signed = Arrays.copyOf(blob, wire.position());
    Proof proof = new Proof(signed, wire.string());
    wire.end();
    return new Certificate(key, content, authority, proof);
  }

  private static Content content(Wire wire) {
    Kind kind =
        switch (wire.uint32()) {
          case 1 -> Kind.USER;
          case 2 -> Kind.HOST;
          default -> throw new IllegalArgumentException("is of no known kind");
        };
    return new Content(
        kind,
        wire.text(),
        principals(new Wire(wire.string())),
        new Validity(wire.uint64(), wire.uint64()),
        options(new Wire(wire.string())),
        options(new Wire(wire.string())));
  }

  private static List<String> principals(Wire wire) {
    List<String> principals = new ArrayList<>();
    while (!wire.isAtEnd()) {
      principals.add(wire.text());
      bounded(principals.size());
    }
    return principals;
  }

  private static Map<String, String> options(Wire wire) {
    Map<String, String> options = new LinkedHashMap<>();
    while (!wire.isAtEnd()) {
      String name = wire.text();
      if (options.put(name, value(new Wire(wire.string()))) != null) {
        throw new IllegalArgumentException("has an option twice");
      }
      bounded(options.size());
    }
    return options;
  }

  /// A value is a string inside of a string; a flag has nothing there.
  private static String value(Wire wire) {
    if (wire.isAtEnd()) {
      return "";
    }
    String value = wire.text();
    wire.end();
    return value;
  }

  private static void bounded(int count) {
    if (count > MOST) {
      throw new IllegalArgumentException("has more than " + MOST + " principals or options");
    }
  }
}
