package dev.berth.adapter.sshd;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Does things later, each on a thread of its own, so that none of them holds up another.
final class Timers {
  private final ScheduledThreadPoolExecutor clock;
  private final AtomicInteger repeated = new AtomicInteger();

  Timers() {
    clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("ssh-timers").factory());
    // What is not to be done any more would keep its connection in memory until it was due.
    clock.setRemoveOnCancelPolicy(true);
  }

  /// Does something after a time, unless that is cancelled or the server has ended.
  Future<?> after(Duration time, Runnable task) {
    try {
      return clock.schedule(
          () -> {
            var _ = Thread.ofVirtual().name("ssh-timer").start(task);
          },
          time.toNanos(),
          TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException ended) {
      return new FutureTask<>(task, null);
    }
  }

  /// Does something again and again, until the server has ended.
  void every(Duration time, Runnable task) {
    long nanos = time.toNanos();
    var _ =
        clock.scheduleWithFixedDelay(
            () -> {
              var _ = Thread.ofVirtual().name("ssh-timer").start(task);
            },
            nanos,
            nanos,
            TimeUnit.NANOSECONDS);
    repeated.incrementAndGet();
  }

  /// How many things are still to be done once.
  int pending() {
    return clock.getQueue().size() - repeated.get();
  }

  /// Forgets all that was still to be done.
  void stop() {
    clock.shutdownNow();
  }
}
