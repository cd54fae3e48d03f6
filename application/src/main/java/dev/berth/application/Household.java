package dev.berth.application;

import dev.berth.domain.container.LeaseTerms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// What one gateway keeps up at one engine: its lease, the sweep, and the persistent containers.
final class Household {
  /// After a failure the next attempt comes sooner.
  private static final int SOONER = 4;

  /// What the first lease may take: longer than an engine does for a container.
  private static final Duration MOMENT = Duration.ofSeconds(5);

  private final LeaseTerms terms;
  private final LeaseHolder holder;
  private final Residents residents;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final List<Thread> threads;

  private interface Chore {
    /// @return whether it is done until the next time
    boolean run() throws InterruptedException;
  }

  private Household(LeaseTerms terms, LeaseHolder holder, Residents residents, Sweeper sweeper) {
    this.terms = terms;
    this.holder = holder;
    this.residents = residents;
    this.threads =
        List.of(
            start("lease-renewal", this::renew),
            start(
                "sweep",
                () -> {
                  sweeper.run();
                  return true;
                }));
  }

  /// Begins at once, in the background.
  static Household begin(
      LeaseTerms terms, LeaseHolder holder, Residents residents, Sweeper sweeper) {
    return new Household(terms, holder, residents, sweeper);
  }

  /// The persistent containers at the engine.
  Residents residents() {
    return residents;
  }

  private boolean renew() throws InterruptedException {
    try {
      return holder.renew();
    } finally {
      begun.countDown();
    }
  }

  /// The terms of the lease, once it is held. Right at the beginning it waits for a moment.
  Optional<LeaseTerms> terms() throws InterruptedException {
    var _ = begun.await(MOMENT.toNanos(), TimeUnit.NANOSECONDS);
    return holder.isKept() ? Optional.of(terms) : Optional.empty();
  }

  /// Stops; the lease stays until it expires.
  void stop() throws InterruptedException {
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /// Takes the lease away, once everything is stopped and removed.
  void leave() throws InterruptedException {
    residents.leave();
    holder.release();
  }

  private Thread start(String name, Chore chore) {
    return Thread.ofVirtual().name(name).start(() -> repeat(chore));
  }

  private void repeat(Chore chore) {
    try {
      for (; ; ) {
        Duration pause = isDone(chore) ? terms.renewal() : terms.renewal().dividedBy(SOONER);
        // Gateways that were started together do not stay in step.
        double part = RandomGenerator.getDefault().nextDouble(0.8, 1);
        TimeUnit.NANOSECONDS.sleep((long) (pause.toNanos() * part));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isDone(Chore chore) throws InterruptedException {
    try {
      return chore.run();
    } catch (RuntimeException | Error untold) {
      // Not even telling it worked. A gateway that stopped here would be taken for dead.
      return false;
    }
  }
}
