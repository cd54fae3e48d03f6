package dev.berth.adapter.sshd;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Counts what waits to be sent to one client, also against what the server may hold for all of
/// them. Programs' output waits for room here; what the protocol makes us answer cannot wait, so a
/// client that provokes answers without reading them is cut off at a bound.
final class OutboundQueue {
  /// Where a client is cut off.
  static final long MOST = 32L << 20;

  /// Where one is that has not logged in: no login takes so much.
  static final long MOST_BEFORE_LOGIN = 64L << 10;

  /// What one may make the server answer in all before it has logged in, however fast it reads: no
  /// login takes so much, and each answer is a packet to make and to send.
  static final long MOST_ANSWERED = 4 * MOST_BEFORE_LOGIN;

  /// What each may have, however much the server holds: enough to log in.
  private static final long LITTLE = 8L << 10;

  /// The largest piece of output that each may send, however much the server holds.
  private static final int SMALL_PIECE = 4 << 10;

  /// Above this, output waits.
  private static final long ENOUGH = 1L << 20;

  /// What a queued packet takes beyond its payload: without this, tiny packets would hardly count.
  private static final int OVERHEAD = 512;

  private final Memory memory;
  private final LongSupplier clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private long replies;
  private long answered;
  private long output;
  private long progress;
  private boolean loggedIn;
  private boolean closed;
  private boolean gone;

  OutboundQueue(Memory memory) {
    this(memory, System::nanoTime);
  }

  /// @param clock in nanoseconds
  OutboundQueue(Memory memory, LongSupplier clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /// How long nothing has gone out although something waits.
  Duration stalled() {
    lock.lock();
    try {
      return gone || replies + output == 0
          ? Duration.ZERO
          : Duration.ofNanos(clock.getAsLong() - progress);
    } finally {
      lock.unlock();
    }
  }

  private void waits() {
    if (replies + output == 0) {
      progress = clock.getAsLong();
    }
  }

  void loggedIn() {
    lock.lock();
    try {
      loggedIn = true;
    } finally {
      lock.unlock();
    }
  }

  /// Whether more answers are refused for what this client alone has asked for.
  boolean isOverItsOwnBound() {
    lock.lock();
    try {
      return isOver();
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver() {
    return replies > (loggedIn ? MOST : MOST_BEFORE_LOGIN)
        || (!loggedIn && answered > MOST_ANSWERED);
  }

  /// Counts an answer in, if there may be one more.
  ///
  /// @return whether it was
  boolean addReply(int size) {
    long cost = cost(size);
    lock.lock();
    try {
      if (gone) {
        return true;
      }
      if (isOver()) {
        return false;
      }
      if (!memory.replies().take(cost)) {
        if (replies > LITTLE) {
          return false;
        }
        memory.replies().add(cost);
      }
      waits();
      replies += cost;
      answered += cost;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void removeReply(int size) {
    lock.lock();
    try {
      if (!gone) {
        memory.replies().give(cost(size));
        replies -= cost(size);
        progress = clock.getAsLong();
        wakeIfRoom();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Counts output in, as soon as there is room for it. Where the server holds much for others, the
  /// client has one small piece at a time, so that it is held up but never stopped by them.
  ///
  /// @param cut says when waiting has become pointless; [#wake] makes it asked again
  /// @return how many bytes were counted in, at least one
  /// @throws IOException if the connection is over, or it was cut
  int addOutput(int size, BooleanSupplier cut) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && !cut.getAsBoolean()) {
        int taken = takeOutput(size);
        if (taken > 0) {
          return taken;
        }
        room.await();
      }
      throw new IOException("the client is gone");
    } finally {
      lock.unlock();
    }
  }

  private int takeOutput(int size) {
    if (replies + output > ENOUGH) {
      return 0;
    }
    int taken = size;
    if (!memory.output().take(cost(taken))) {
      if (output > 0) {
        return 0;
      }
      taken = Math.min(size, SMALL_PIECE);
      memory.output().add(cost(taken));
    }
    waits();
    output += cost(taken);
    return taken;
  }

  void removeOutput(int size) {
    lock.lock();
    try {
      if (!gone) {
        memory.output().give(cost(size));
        output -= cost(size);
        progress = clock.getAsLong();
        wakeIfRoom();
      }
    } finally {
      lock.unlock();
    }
  }

  private void wakeIfRoom() {
    if (replies + output <= ENOUGH) {
      room.signalAll();
    }
  }

  void wake() {
    lock.lock();
    try {
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more is sent.
  void close() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The connection is gone, and with it what it held, whether or not anybody was told of each
  /// packet.
  void gone() {
    lock.lock();
    try {
      if (!gone) {
        gone = true;
        closed = true;
        memory.replies().give(replies);
        memory.output().give(output);
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private static long cost(int size) {
    return (long) size + OVERHEAD;
  }
}
