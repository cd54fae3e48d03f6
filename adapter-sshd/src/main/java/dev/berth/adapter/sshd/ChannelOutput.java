package dev.berth.adapter.sshd;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Objects;

/// One of a program's output streams, sent as it is written: nothing is held back here, so when a
/// write has returned its bytes are on their way in order. A write waits while the client's window
/// is shut or much is waiting to be sent.
final class ChannelOutput extends OutputStream {
  private final Sender sender;

  ChannelOutput(Sender sender) {
    this.sender = sender;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] data, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, data.length);
    int from = offset;
    int left = length;
    try {
      while (left > 0) {
        int sent = sender.send(data, from, left);
        from += sent;
        left -= sent;
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("writing was interrupted");
    }
  }

  /// Sends one packet.
  @FunctionalInterface
  interface Sender {
    /// Sends as much as fits.
    ///
    /// @return how many bytes went, at least one
    int send(byte[] data, int offset, int length) throws IOException, InterruptedException;
  }
}
