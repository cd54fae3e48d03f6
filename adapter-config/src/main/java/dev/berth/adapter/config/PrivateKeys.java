package dev.berth.adapter.config;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells whether a text is a private key that an SSH server can use. Nothing of the text is ever in
/// an answer.
final class PrivateKeys {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----\\s(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final Set<String> KINDS =
      Set.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY");
  private static final byte[] OPENSSH = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final String USABLE = "RSA, ECDSA or Ed25519";

  private PrivateKeys() {}

  /// What is wrong with a key, in words that follow its name; empty if nothing is.
  static Optional<String> fault(String pem) {
    Optional<Matcher> block =
        BLOCK.matcher(pem).results().findFirst().isPresent() ? first(pem) : Optional.empty();
    if (block.isEmpty()) {
      return Optional.of("is no private key: there is no complete PEM block in it");
    }
    String kind = block.get().group(1);
    String body = block.get().group(2);
    if ("ENCRYPTED PRIVATE KEY".equals(kind) || body.contains("ENCRYPTED")) {
      return Optional.of("is protected by a passphrase; a host key must have none");
    }
    if (!KINDS.contains(kind)) {
      return Optional.of("is no private key of " + USABLE + ": it holds " + Pem.holds(pem));
    }
    try {
      return faultOf(kind, Base64.getMimeDecoder().decode(body));
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return Optional.of("is a damaged private key");
    }
  }

  private static Optional<Matcher> first(String pem) {
    Matcher matcher = BLOCK.matcher(pem);
    boolean skipParameters = true;
    while (matcher.find()) {
      // openssl writes the curve's parameters before an EC key.
      skipParameters = "EC PARAMETERS".equals(matcher.group(1));
      if (!skipParameters) {
        return Optional.of(matcher);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> faultOf(String kind, byte[] der) {
    return switch (kind) {
      case "OPENSSH PRIVATE KEY" -> faultOfOpenSsh(der);
      case "PRIVATE KEY" ->
          readable(der) ? Optional.empty() : Optional.of("is no private key of " + USABLE);
      default ->
          der.length > 16 && der[0] == 0x30
              ? Optional.empty()
              : Optional.of("is a damaged private key");
    };
  }

  private static boolean readable(byte[] pkcs8) {
    for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
      try {
        var _ = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return true;
      } catch (GeneralSecurityException e) {
        // Not this one.
      }
    }
    return false;
  }

  /// OpenSSH's own form (its PROTOCOL.key): magic, cipher, key derivation and its options, number
  /// of keys, public key.
  private static Optional<String> faultOfOpenSsh(byte[] blob) {
    if (blob.length < OPENSSH.length
        || !Arrays.equals(Arrays.copyOf(blob, OPENSSH.length), OPENSSH)) {
      return Optional.of("is a damaged private key");
    }
    ByteBuffer rest = ByteBuffer.wrap(blob, OPENSSH.length, blob.length - OPENSSH.length);
    String cipher = text(SshWire.string(rest));
    SshWire.string(rest);
    SshWire.string(rest);
    int keys = rest.getInt();
    if (!"none".equals(cipher)) {
      return Optional.of("is protected by a passphrase; a host key must have none");
    }
    String type = text(SshWire.string(ByteBuffer.wrap(SshWire.string(rest))));
    boolean usable =
        keys == 1
            && ("ssh-rsa".equals(type)
                || "ssh-ed25519".equals(type)
                || type.startsWith("ecdsa-sha2-nistp"));
    return usable ? Optional.empty() : Optional.of("is no private key of " + USABLE);
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }
}
