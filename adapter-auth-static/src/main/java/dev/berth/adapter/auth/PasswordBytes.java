package dev.berth.adapter.auth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Turns passwords into the bytes that are hashed, leaving no copies behind.
final class PasswordBytes {
  /// The longest password that is looked at.
  static final int MAX = 1024;

  private PasswordBytes() {}

  /// The password in UTF-8; empty if it is longer than [#MAX] or no text at all.
  static Optional<byte[]> of(char[] password) {
    if (password.length > MAX) {
      return Optional.empty();
    }
    // UTF-8 takes at most 3 bytes for each UTF-16 unit.
    byte[] buffer = new byte[3 * password.length];
    ByteBuffer out = ByteBuffer.wrap(buffer);
    CoderResult result =
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password), out, true);
    byte[] bytes = Arrays.copyOf(buffer, out.position());
    Arrays.fill(buffer, (byte) 0);
    return result.isError() || bytes.length > MAX ? Optional.empty() : Optional.of(bytes);
  }

  static boolean holdsNul(byte[] password) {
    for (byte b : password) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }
}
