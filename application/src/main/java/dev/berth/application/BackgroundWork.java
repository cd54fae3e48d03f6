package dev.berth.application;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Work on virtual threads that somebody may want to see finished.
final class BackgroundWork {
  private final @Nullable BackgroundWork whole;
  private final CountDownLatch hurry;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private int running;

  BackgroundWork() {
    this.whole = null;
    this.hurry = new CountDownLatch(1);
  }

  private BackgroundWork(BackgroundWork whole) {
    this.whole = whole;
    this.hurry = whole.hurry;
  }

  /// A part of this, which can be waited for by itself.
  BackgroundWork part() {
    return new BackgroundWork(this);
  }

  /// Runs a task on a virtual thread of its own.
  void start(String name, Runnable task) {
    Runnable done = hold();
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          try {
            task.run();
          } finally {
            done.run();
          }
        });
  }

  /// Counts the caller's own work as running.
  ///
  /// @return to be run once, when that work is done
  Runnable hold() {
    begun();
    return this::ended;
  }

  /// Ends all pauses, now and later: somebody waits for the whole to be done.
  void hurry() {
    hurry.countDown();
  }

  /// Sleeps, until it is in a hurry.
  ///
  /// @return whether it is
  boolean pause(Duration duration) throws InterruptedException {
    return hurry.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Waits until nothing runs any more.
  ///
  /// @return whether that came before the deadline
  boolean awaitIdle(Duration deadline) throws InterruptedException {
    long left = deadline.toNanos();
    lock.lockInterruptibly();
    try {
      while (running > 0) {
        if (left <= 0) {
          return false;
        }
        left = idle.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void begun() {
    if (whole != null) {
      whole.begun();
    }
    lock.lock();
    try {
      running++;
    } finally {
      lock.unlock();
    }
  }

  private void ended() {
    lock.lock();
    try {
      running--;
      if (running == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (whole != null) {
      whole.ended();
    }
  }
}
