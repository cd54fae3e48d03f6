package dev.berth.domain.session;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The modes of a terminal: special characters and flags (RFC 4254, section 8).
///
/// @param values argument by opcode, 1 to 159; a later one replaces an earlier one
public record TerminalModes(Map<Integer, Long> values) {
  /// From here on opcodes have no known arguments, so that nothing after one can be read.
  private static final int FIRST_UNKNOWN = 160;

  private static final TerminalModes NONE = new TerminalModes(Map.of());

  public TerminalModes {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    for (int opcode : values.keySet()) {
      if (opcode < 1 || opcode >= FIRST_UNKNOWN) {
        throw new IllegalArgumentException("no terminal mode has opcode " + opcode);
      }
    }
  }

  /// Nothing said about them.
  public static TerminalModes none() {
    return NONE;
  }

  /// Reads the encoded modes of a pty-req. Ends at the first opcode that cannot be read, as the RFC
  /// has it, and at one whose argument is cut off.
  public static TerminalModes decode(byte[] encoded) {
    ByteBuffer rest = ByteBuffer.wrap(encoded);
    Map<Integer, Long> values = new LinkedHashMap<>();
    while (rest.remaining() > Integer.BYTES) {
      int opcode = rest.get() & 0xff;
      if (opcode == 0 || opcode >= FIRST_UNKNOWN) {
        break;
      }
      values.put(opcode, Integer.toUnsignedLong(rest.getInt()));
    }
    return new TerminalModes(values);
  }
}
