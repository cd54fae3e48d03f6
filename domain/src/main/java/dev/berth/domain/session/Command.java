package dev.berth.domain.session;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The command of an exec request (RFC 4254, section 6.5): the bytes that the client sent, whatever
/// they are.
///
/// @param bytes the command; only a NUL cannot be in it, because no program can be given one
// Copied on the way in and out, and compared by content.
@SuppressWarnings("ArrayRecordComponent")
public record Command(byte[] bytes) {
  public Command {
    bytes = bytes.clone();
    for (byte b : bytes) {
      if (b == 0) {
        throw new IllegalArgumentException("a command must not hold a NUL byte");
      }
    }
  }

  /// A command from text.
  public static Command of(String text) {
    return new Command(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The number of bytes.
  public int length() {
    return bytes.length;
  }

  /// The command as text, if it is well-formed UTF-8; empty if it can only be handled as bytes.
  public Optional<String> text() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notText) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Command command && Arrays.equals(bytes, command.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// The size only: commands may hold secrets.
  @Override
  public String toString() {
    return "command of " + bytes.length + " bytes";
  }
}
