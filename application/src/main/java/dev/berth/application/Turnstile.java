package dev.berth.application;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lets only so many calls of a kind be under way at the engine at once; the others wait in a
/// [FairLine]. More would not make the engine faster, and each call's own deadline would run out.
final class Turnstile {
  private final int count;
  private final Duration patience;
  private final Optional<Duration> stay;
  private final ReentrantLock lock = new ReentrantLock();
  private final FairLine<Turn> line = new FairLine<>();
  private int taken;
  private @Nullable Map<Turn, Integer> places;

  private static final class Turn {
    private final CountDownLatch come = new CountDownLatch(1);
    private boolean over;
  }

  /// @param count how many calls may be under way
  /// @param patience how long one may wait for its turn
  /// @param stay after so long a call that is still under way does not count any more
  private Turnstile(int count, Duration patience, Optional<Duration> stay) {
    this.count = count;
    this.patience = patience;
    this.stay = stay;
  }

  /// For calls that take as long as the engine makes them.
  ///
  /// @param count how many calls may be under way
  /// @param patience how long one may wait for its turn
  static Turnstile of(int count, Duration patience) {
    return new Turnstile(count, patience, Optional.empty());
  }

  /// This for calls that may take as long as somebody's image makes them: after a while others go.
  Turnstile letGoAfter(Duration most) {
    return new Turnstile(count, patience, Optional.of(most));
  }

  /// How many wait for their turn.
  int waiting() {
    lock.lock();
    try {
      return line.inOrder().size();
    } finally {
      lock.unlock();
    }
  }

  /// Makes a call when its turn has come. Who leaves before that gives its place in the queue up.
  ///
  /// @param attempt what is attempted, for the operator
  <T> T pass(String attempt, Claimant who, Waiter waiter, CallCounters.Call<T> call)
      throws InterruptedException {
    Turn turn = enter(who);
    try {
      if (!waiter.interruptibly(
          () -> place(turn).map(Delay.Queued::new),
          () -> turn.come.await(patience.toNanos(), TimeUnit.NANOSECONDS))) {
        throw late(attempt);
      }
      waiter.check();
      return madeBy(call, turn);
    } finally {
      leave(who, turn);
    }
  }

  private <T> T madeBy(CallCounters.Call<T> call, Turn turn) throws InterruptedException {
    if (stay.isEmpty()) {
      return call.call();
    }
    Future<?> limit =
        ForkJoinPool.commonPool()
            .schedule(() -> release(turn), stay.get().toNanos(), TimeUnit.NANOSECONDS);
    try {
      return call.call();
    } finally {
      limit.cancel(false);
    }
  }

  private GatewayException late(String attempt) {
    return GatewayException.backend(
        FailureCode.ENGINE_TIMEOUT,
        attempt
            + ": its turn did not come within "
            + patience.toSeconds()
            + " s; the engine is busy with "
            + count
            + " others",
        null);
  }

  private Turn enter(Claimant who) {
    Turn turn = new Turn();
    lock.lock();
    try {
      line.add(who, turn);
      places = null;
      letIn();
      return turn;
    } finally {
      lock.unlock();
    }
  }

  private void leave(Claimant who, Turn turn) {
    lock.lock();
    try {
      if (turn.come.getCount() > 0) {
        line.remove(who, turn);
        places = null;
      } else {
        release(turn);
      }
    } finally {
      lock.unlock();
    }
  }

  private void release(Turn turn) {
    lock.lock();
    try {
      if (!turn.over) {
        turn.over = true;
        taken--;
        letIn();
      }
    } finally {
      lock.unlock();
    }
  }

  private void letIn() {
    while (taken < count) {
      Optional<Turn> next = line.poll();
      if (next.isEmpty()) {
        return;
      }
      places = null;
      taken++;
      next.get().come.countDown();
    }
  }

  /// Where in the line somebody still is, who may ask often: worked out once for all after each
  /// change.
  private Optional<Integer> place(Turn turn) {
    lock.lock();
    try {
      if (places == null) {
        places = new HashMap<>();
        List<Turn> order = line.inOrder();
        for (int i = 0; i < order.size(); i++) {
          places.put(order.get(i), i + 1);
        }
      }
      return Optional.ofNullable(places.get(turn));
    } finally {
      lock.unlock();
    }
  }
}
