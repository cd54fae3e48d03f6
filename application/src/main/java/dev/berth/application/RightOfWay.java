package dev.berth.application;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets launches go before removals at the engine: a user waits for each launch, and nobody for a
/// removal. A removal is held up only for so long.
final class RightOfWay {
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition free = lock.newCondition();
  private int launches;

  /// @param patience how long a removal waits at most
  RightOfWay(Duration patience) {
    this.patience = patience;
  }

  /// Makes a call that goes first.
  <T> T first(CallCounters.Call<T> launch) throws InterruptedException {
    count(1);
    try {
      return launch.call();
    } finally {
      count(-1);
    }
  }

  private void count(int difference) {
    lock.lock();
    try {
      launches += difference;
      if (launches == 0) {
        free.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits until nothing that goes first is under way.
  void give() throws InterruptedException {
    long left = patience.toNanos();
    lock.lockInterruptibly();
    try {
      while (launches > 0 && left > 0) {
        left = free.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
