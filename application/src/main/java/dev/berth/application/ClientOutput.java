package dev.berth.application;

import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/// A program's output on its way to the client. Once the client cannot be written to, the rest is
/// dropped, so that the program's end is still noticed.
final class ClientOutput extends OutputStream {
  private final OutputStream client;
  private final Uses.Use use;
  private final Runnable clientGone;
  private volatile boolean discarding;
  private volatile long count;
  private volatile long firstAt;

  /// @param use told of each write
  /// @param clientGone called when writing fails
  ClientOutput(OutputStream client, Uses.Use use, Runnable clientGone) {
    this.client = client;
    this.use = use;
    this.clientGone = clientGone;
  }

  /// Drops everything from now on.
  void discard() {
    discarding = true;
  }

  /// Bytes written so far.
  long count() {
    return count;
  }

  /// When the first of them was written, by [System#nanoTime].
  OptionalLong firstAt() {
    return count == 0 ? OptionalLong.empty() : OptionalLong.of(firstAt);
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  // One thread writes to each stream, so adding to the count needs no lock.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (discarding) {
      return;
    }
    try {
      client.write(bytes, offset, length);
      if (count == 0) {
        firstAt = System.nanoTime();
      }
      count += length;
      use.touch();
    } catch (IOException gone) {
      discard();
      clientGone.run();
    }
  }

  @Override
  public void flush() {
    if (discarding) {
      return;
    }
    try {
      client.flush();
    } catch (IOException gone) {
      discard();
      clientGone.run();
    }
  }
}
