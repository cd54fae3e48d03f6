package dev.berth.domain.key;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Takes apart what SSH puts on the wire (RFC 4251, section 5). Every method throws
/// [IllegalArgumentException] where the bytes end too early.
final class Wire {
  private final ByteBuffer bytes;

  Wire(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  byte[] string() {
    int length = uint32();
    if (length < 0 || length > bytes.remaining()) {
      throw cutShort();
    }
    byte[] string = new byte[length];
    bytes.get(string);
    return string;
  }

  /// A string that must be text.
  String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(string())).toString();
    } catch (CharacterCodingException notText) {
      throw new IllegalArgumentException("holds what is no text where text belongs", notText);
    }
  }

  int uint32() {
    if (bytes.remaining() < Integer.BYTES) {
      throw cutShort();
    }
    return bytes.getInt();
  }

  /// Unsigned.
  long uint64() {
    if (bytes.remaining() < Long.BYTES) {
      throw cutShort();
    }
    return bytes.getLong();
  }

  int position() {
    return bytes.position();
  }

  boolean isAtEnd() {
    return !bytes.hasRemaining();
  }

  void end() {
    if (!isAtEnd()) {
      throw new IllegalArgumentException("has bytes behind its end");
    }
  }

  private static IllegalArgumentException cutShort() {
    return new IllegalArgumentException("is cut short");
  }
}
