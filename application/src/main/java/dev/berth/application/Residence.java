package dev.berth.application;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What one gateway knows of one persistent container, by its name: how many of its connections use
/// it, and since when none does.
final class Residence {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rested = lock.newCondition();
  private int inside;
  private boolean resting;
  private boolean shown;
  private boolean safe;
  private long idleSince = System.nanoTime();
  private Optional<Usage> usage = Optional.empty();

  /// @param total what its processes have used
  /// @param at when that was asked
  private record Usage(Duration total, long at) {}

  /// A connection comes to use it. Waits as long as it is being put to rest.
  void enter() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (resting) {
        rested.await();
      }
      inside++;
    } finally {
      lock.unlock();
    }
  }

  /// One that has entered is over.
  void leave() {
    lock.lock();
    try {
      inside--;
      idleSince = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /// Whether a lease may show that this gateway uses it.
  boolean isShown() {
    lock.lock();
    try {
      return shown;
    } finally {
      lock.unlock();
    }
  }

  /// Notes whether a lease may show it.
  void shown(boolean now) {
    lock.lock();
    try {
      shown = now;
      safe = safe && now;
    } finally {
      lock.unlock();
    }
  }

  /// Whether no other gateway puts it to rest, because they have seen that lease.
  boolean isSafe() {
    lock.lock();
    try {
      return safe;
    } finally {
      lock.unlock();
    }
  }

  /// All others have seen it, or will.
  void safe() {
    lock.lock();
    try {
      safe = shown;
    } finally {
      lock.unlock();
    }
  }

  /// It is used, though not by a connection of this gateway.
  void touch() {
    lock.lock();
    try {
      idleSince = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /// How long nobody has used it, as far as is known here; zero while somebody does.
  Duration idle() {
    lock.lock();
    try {
      return inside > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - idleSince);
    } finally {
      lock.unlock();
    }
  }

  /// What part of one processor its processes have used on average since this was called last;
  /// empty if it was not.
  ///
  /// @param total what they have used since their start
  OptionalDouble load(Duration total) {
    long now = System.nanoTime();
    lock.lock();
    try {
      OptionalDouble load =
          usage.stream()
              .filter(before -> now > before.at())
              .mapToDouble(
                  before -> (double) total.minus(before.total()).toNanos() / (now - before.at()))
              .findFirst();
      usage = Optional.of(new Usage(total, now));
      return load;
    } finally {
      lock.unlock();
    }
  }

  /// Begins to put it to rest, unless somebody uses it; until [#rested] nobody can enter.
  ///
  /// @param atLeast unless it has been idle for less
  /// @return whether that has begun
  boolean beginRest(Duration atLeast) {
    lock.lock();
    try {
      if (inside > 0 || resting || System.nanoTime() - idleSince < atLeast.toNanos()) {
        return false;
      }
      resting = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// It is at rest now, or will not be put to it.
  void rested() {
    lock.lock();
    try {
      resting = false;
      rested.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
