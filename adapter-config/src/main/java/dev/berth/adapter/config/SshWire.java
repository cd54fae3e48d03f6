package dev.berth.adapter.config;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// Takes apart what SSH puts on the wire (RFC 4251, section 5).
final class SshWire {
  private SshWire() {}

  /// The next string.
  ///
  /// @throws BufferUnderflowException if it is not complete
  static byte[] string(ByteBuffer from) {
    int length = from.getInt();
    if (length < 0 || length > from.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] string = new byte[length];
    from.get(string);
    return string;
  }
}
