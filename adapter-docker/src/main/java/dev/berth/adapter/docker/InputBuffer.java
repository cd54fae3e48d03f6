package dev.berth.adapter.docker;

import java.io.IOException;
import java.io.InputStream;

/// Bytes from the engine, read in as large pieces as they come and looked at in place. For one
/// thread at a time.
final class InputBuffer {
  /// Large enough that system calls do not count.
  private static final int LARGEST = 256 * 1024;

  /// A stream that says little, such as a lifeline or a terminal, never needs more; there may be
  /// thousands.
  private static final int SMALLEST = 4 * 1024;

  private final InputStream in;
  private final int largest;
  private byte[] data;
  private int from;
  private int to;

  InputBuffer(InputStream in) {
    this(in, SMALLEST, LARGEST);
  }

  /// @param smallest where it begins
  /// @param largest where it goes once a read has filled it
  InputBuffer(InputStream in, int smallest, int largest) {
    this.in = in;
    this.data = new byte[smallest];
    this.largest = largest;
  }

  /// Where the bytes are.
  byte[] array() {
    return data;
  }

  /// The index of the first byte in [#array].
  int offset() {
    return from;
  }

  /// How many bytes can be had without reading.
  int available() {
    return to - from;
  }

  /// Takes bytes away.
  void skip(int count) {
    from += count;
  }

  /// Takes the next byte away; there must be one.
  int next() {
    return data[from++] & 0xff;
  }

  /// Reads at least one byte if none is there; blocks.
  ///
  /// @return false at the end of the stream
  boolean fill() throws IOException {
    if (from < to) {
      return true;
    }
    if (to == data.length && to < largest) {
      data = new byte[largest];
    }
    from = 0;
    to = 0;
    int count = in.read(data, 0, data.length);
    if (count <= 0) {
      return false;
    }
    to = count;
    return true;
  }
}
