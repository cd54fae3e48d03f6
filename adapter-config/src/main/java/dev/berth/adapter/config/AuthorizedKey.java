package dev.berth.adapter.config;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells whether a line of authorized_keys is one that Berth can hold a user to.
final class AuthorizedKey {
  /// The number of parts of each type's wire form, the type's name among them (RFC 4253, 5656,
  /// 8709; OpenSSH's PROTOCOL.u2f).
  private static final Map<String, Integer> PARTS =
      Map.of(
          "ssh-ed25519", 2,
          "ssh-rsa", 3,
          "ecdsa-sha2-nistp256", 3,
          "ecdsa-sha2-nistp384", 3,
          "ecdsa-sha2-nistp521", 3,
          "sk-ssh-ed25519@openssh.com", 3,
          "sk-ecdsa-sha2-nistp256@openssh.com", 4);

  private static final Pattern SPACE = Pattern.compile("[ \\t]+");

  private AuthorizedKey() {}

  /// What is wrong with a line; empty if nothing is.
  static Optional<String> fault(String line) {
    if (line.contains("\n")) {
      return Optional.of("must be one line for each key; write several keys as several list items");
    }
    String[] fields = SPACE.split(line, 3);
    Integer parts = PARTS.get(fields[0]);
    if (parts == null) {
      return Optional.of(unknownType(line, fields[0]));
    }
    if (fields.length < 2) {
      return Optional.of("lacks the key itself: the form is \"type base64 comment\"");
    }
    return wellFormed(fields[0], fields[1], parts)
        ? Optional.empty()
        : Optional.of("is damaged: what follows " + fields[0] + " is no such key");
  }

  private static String unknownType(String line, String first) {
    boolean options = Arrays.stream(SPACE.split(line)).skip(1).anyMatch(PARTS::containsKey);
    if (options) {
      return "has options in front of the key; Berth does not support them yet and so does not take"
          + " the key";
    }
    if (line.contains("PRIVATE KEY")) {
      return "must be a public key, not a private one";
    }
    String types = String.join(", ", PARTS.keySet().stream().sorted().toList());
    return "begins with "
        + Shown.quoted(first)
        + ", which is no type of key that Berth knows; known are "
        + types;
  }

  private static boolean wellFormed(String type, String base64, int parts) {
    try {
      ByteBuffer blob = ByteBuffer.wrap(Base64.getDecoder().decode(base64));
      boolean sameType =
          Arrays.equals(SshWire.string(blob), type.getBytes(StandardCharsets.US_ASCII));
      for (int i = 1; i < parts; i++) {
        byte[] part = SshWire.string(blob);
        if (part.length == 0 || (i == 1 && type.contains("ed25519") && part.length != 32)) {
          return false;
        }
      }
      return sameType && !blob.hasRemaining();
    } catch (IllegalArgumentException | BufferUnderflowException e) {
      return false;
    }
  }
}
