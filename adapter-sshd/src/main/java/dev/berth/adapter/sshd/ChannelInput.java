package dev.berth.adapter.sshd;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What a client sends to a program's stdin. It holds as much as the channel's window allows, in
/// blocks that are given back once read; only what was read opens the window again, so a program
/// that does not read holds its client up.
final class ChannelInput extends InputStream {
  private static final int BLOCK = 32 << 10;

  private final Opener window;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> blocks = new ArrayDeque<>();
  private int readFrom;
  private int writeTo = BLOCK;
  private int held;
  private boolean ended;
  private boolean cut;

  ChannelInput(Opener window) {
    this.window = window;
  }

  /// Takes what has arrived. Does not block: the window bounds it.
  void received(byte[] data, int offset, int length) {
    lock.lock();
    try {
      if (ended || cut) {
        return;
      }
      int from = offset;
      int left = length;
      while (left > 0) {
        if (writeTo == BLOCK) {
          blocks.addLast(new byte[BLOCK]);
          writeTo = 0;
        }
        int count = Math.min(left, BLOCK - writeTo);
        System.arraycopy(data, from, blocks.getLast(), writeTo, count);
        writeTo += count;
        from += count;
        left -= count;
      }
      held += length;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// The client sends no more; what it has sent can still be read.
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The channel is gone before the client has ended its input: reading fails, so that nobody takes
  /// half for the whole.
  void cut() {
    lock.lock();
    try {
      if (!ended) {
        cut = true;
        drop();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The program has been ended: nothing is held for it any longer, and what it has not read it is
  /// not to take for read.
  void discard() {
    lock.lock();
    try {
      if (held > 0) {
        cut = true;
        drop();
      }
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    int count = take(into, offset, length);
    if (count > 0) {
      window.open(count);
    }
    return count;
  }

  private int take(byte[] into, int offset, int length) throws IOException {
    lock.lock();
    try {
      while (held == 0 && !ended && !cut) {
        changed.await();
      }
      if (cut) {
        throw new IOException("the channel is closed");
      }
      return held == 0 ? -1 : copy(into, offset, length);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("reading was interrupted");
    } finally {
      lock.unlock();
    }
  }

  private int copy(byte[] into, int offset, int length) {
    int copied = 0;
    while (copied < length && held > 0) {
      int end = blocks.size() == 1 ? writeTo : BLOCK;
      int count = Math.min(length - copied, end - readFrom);
      System.arraycopy(blocks.getFirst(), readFrom, into, offset + copied, count);
      readFrom += count;
      copied += count;
      held -= count;
      if (held == 0) {
        drop();
      } else if (readFrom == BLOCK) {
        blocks.removeFirst();
        readFrom = 0;
      }
    }
    return copied;
  }

  private void drop() {
    blocks.clear();
    readFrom = 0;
    writeTo = BLOCK;
    held = 0;
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  /// Lets the client send more.
  @FunctionalInterface
  interface Opener {
    void open(int bytes) throws IOException;
  }
}
