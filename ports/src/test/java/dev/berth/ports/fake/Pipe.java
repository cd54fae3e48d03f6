package dev.berth.ports.fake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/// A bounded pipe between two virtual threads, as a kernel has it: writing blocks while it is full,
/// and fails once nobody reads any more.
final class Pipe {
  private static final int CAPACITY = 64 * 1024;

  private final byte[] ring = new byte[CAPACITY];
  private int start;
  private int used;
  private boolean writerClosed;
  private boolean readerClosed;

  synchronized void closeReader() {
    readerClosed = true;
    notifyAll();
  }

  synchronized void closeWriter() {
    writerClosed = true;
    notifyAll();
  }

  private synchronized int read(byte[] target, int offset, int length) throws IOException {
    awaitThat(() -> used > 0 || writerClosed || readerClosed);
    if (used == 0 || readerClosed) {
      return -1;
    }
    int n = Math.min(length, Math.min(used, CAPACITY - start));
    System.arraycopy(ring, start, target, offset, n);
    start = (start + n) % CAPACITY;
    used -= n;
    notifyAll();
    return n;
  }

  private synchronized void write(byte[] source, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      awaitThat(() -> used < CAPACITY || readerClosed || writerClosed);
      if (readerClosed || writerClosed) {
        throw new IOException("broken pipe");
      }
      int end = (start + used) % CAPACITY;
      int n = Math.min(left, Math.min(CAPACITY - used, CAPACITY - end));
      System.arraycopy(source, from, ring, end, n);
      used += n;
      from += n;
      left -= n;
      notifyAll();
    }
  }

  private synchronized void awaitThat(BooleanSupplier condition) throws IOException {
    try {
      while (!condition.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    }
  }

  InputStream source() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return length == 0 ? 0 : Pipe.this.read(target, offset, length);
      }

      @Override
      public void close() {
        closeReader();
      }
    };
  }

  OutputStream sink() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        Pipe.this.write(source, offset, length);
      }

      @Override
      public void close() {
        closeWriter();
      }
    };
  }
}
