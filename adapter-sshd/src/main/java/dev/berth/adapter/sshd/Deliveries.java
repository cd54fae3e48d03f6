package dev.berth.adapter.sshd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Does what may take long on a virtual thread of its own, one after the other in order, so that
/// whoever asks for it need not wait.
final class Deliveries {
  /// Where [#isBusy] begins.
  private static final int MANY = 64;

  /// Where whoever adds one must wait after all: what waits takes memory.
  private static final int MOST = 256;

  private static final int MOST_SIZE = 256 << 10;

  private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
  private final Consumer<Throwable> faults;
  private final Duration patience;
  private int size;
  private boolean running;
  private boolean closed;

  /// @param faults is told what a delivery has thrown
  /// @param patience how long whoever adds one waits for room
  Deliveries(Consumer<Throwable> faults, Duration patience) {
    this.faults = faults;
    this.patience = patience;
  }

  /// @param size roughly what it holds, in bytes
  private record Delivery(int size, Runnable work) {}

  /// Adds one to be done after all others. Nothing is added any more once this is closed.
  ///
  /// @param weight roughly what it holds, in bytes
  /// @return false if there was no room for it for too long
  synchronized boolean add(int weight, Runnable work) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!closed && isFull(weight)) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    if (closed) {
      return true;
    }
    waiting.addLast(new Delivery(weight, work));
    size += weight;
    if (!running) {
      running = true;
      Thread.startVirtualThread(this::run);
    }
    return true;
  }

  private boolean isFull(int weight) {
    return waiting.size() >= MOST || (!waiting.isEmpty() && size + weight > MOST_SIZE);
  }

  /// Whether many wait, so that what need not be done is better refused.
  synchronized boolean isBusy() {
    return waiting.size() >= MANY;
  }

  /// Nobody waits for room any more; what was added is still done.
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  private void run() {
    for (Runnable next = next(); next != null; next = next()) {
      try {
        next.run();
      } catch (RuntimeException | Error fault) {
        faults.accept(fault);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    Delivery next = waiting.pollFirst();
    if (next == null) {
      running = false;
      return null;
    }
    size -= next.size;
    notifyAll();
    return next.work;
  }
}
