package dev.berth.application;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.PoolLimits;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.event.GatewayEvent.PoolNotFilled;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Containers of one configuration that were started before anybody has logged in to them. They are
/// made one after the other, while nobody waits for a container of his own.
///
/// One that nobody has wanted for long is removed. From then on the pool holds one less, until the
/// next login, but never less than one.
final class Pool {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /// One that ends sooner than this after its start would do so again.
  private static final Duration EARLY = Duration.ofSeconds(10);

  /// After so long without one that ended early all is well again.
  private static final Duration RECOVERY = LONGEST_PAUSE.multipliedBy(2);

  /// It looks at least as often.
  private static final Duration LOOK = Duration.ofHours(1);

  private final Surroundings surroundings;
  private final BackendConfiguration configuration;
  private final ContainerPerConnection mode;
  private final PoolLimits limits;
  private final Set<String> places;
  private final BackgroundWork work;
  private final Waiter waiter = new Waiter();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Spare> spares = new ArrayDeque<>();
  private int wanted;
  private boolean stopped;
  private Optional<Long> earlyEnd = Optional.empty();
  private boolean unrested;
  private boolean failing;

  /// One that waits.
  ///
  /// @param place stands for the connection that is to come
  /// @param since when it was started
  record Spare(ConnectionContainer container, ConnectionId place, long since) {
    Duration waited() {
      return Duration.ofNanos(System.nanoTime() - since);
    }
  }

  private Pool(
      Surroundings surroundings,
      BackendConfiguration configuration,
      ContainerPerConnection mode,
      PoolLimits limits,
      Set<String> places,
      BackgroundWork work) {
    this.surroundings = surroundings;
    this.configuration = configuration;
    this.mode = mode;
    this.limits = limits;
    this.places = places;
    this.work = work;
    this.wanted = limits.size();
  }

  /// Begins to fill a pool, in the background.
  ///
  /// @param places those of all containers that were started in advance and are not over
  /// @param work what removing its containers is part of
  static Pool begin(
      Surroundings surroundings,
      BackendConfiguration configuration,
      ContainerPerConnection mode,
      PoolLimits limits,
      Set<String> places,
      BackgroundWork work) {
    Pool pool = new Pool(surroundings, configuration, mode, limits, places, work);
    work.start("pool", pool::keep);
    return pool;
  }

  /// Takes one for a connection, if there is one as its configuration has it. Nobody else gets it.
  Optional<Spare> claim(BackendConfiguration given) {
    if (!isAlike(given)) {
      return Optional.empty();
    }
    lock.lock();
    try {
      wanted = limits.size();
      changed.signalAll();
      for (Spare spare = spares.poll(); spare != null; spare = spares.poll()) {
        if (spare.container().holds()) {
          return Optional.of(spare);
        }
        retire(spare);
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Whether a container would be the same. What else may differ is given to programs, not to
  /// containers.
  private boolean isAlike(BackendConfiguration given) {
    return given.mode() instanceof ContainerPerConnection its
        && its.idleCommand().equals(mode.idleCommand())
        && given.containerName().isEmpty()
        && given.endpoint().equals(configuration.endpoint())
        && given.settings().equals(configuration.settings())
        && given.credentials().equals(configuration.credentials());
  }

  /// Removes those that wait, in the background, and makes no more.
  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
      spares.forEach(this::retire);
      spares.clear();
    } finally {
      lock.unlock();
    }
    waiter.leave();
  }

  private void keep() {
    Duration pause = FIRST_PAUSE;
    try {
      while (awaitNeed()) {
        try {
          if (endedEarly()) {
            throw GatewayException.backend(
                FailureCode.CONTAINER_GONE,
                "containers that are started in advance end soon after; look at"
                    + " docker.execution.idleCommand and the image",
                null);
          }
          surroundings.paces().at(configuration).way().give();
          add(launched());
          if (isWell()) {
            failing = false;
            pause = FIRST_PAUSE;
          }
        } catch (RuntimeException | Error failure) {
          // Whatever it is: logins go on without, and later there may be a pool again.
          tell(failure);
          rest(pause);
          pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until one is missing, and removes meanwhile what has waited for too long.
  ///
  /// @return whether it goes on
  private boolean awaitNeed() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!stopped) {
        retireOld();
        if (spares.size() < wanted) {
          return true;
        }
        Spare oldest = spares.peek();
        if (oldest == null) {
          changed.await();
        } else {
          Duration left = limits.maxIdle().minus(oldest.waited());
          var _ = changed.awaitNanos((left.compareTo(LOOK) < 0 ? left : LOOK).toNanos());
        }
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void retireOld() {
    for (Spare oldest = spares.peek();
        oldest != null && oldest.waited().compareTo(limits.maxIdle()) >= 0;
        oldest = spares.peek()) {
      spares.remove();
      retire(oldest);
      wanted = Math.max(1, wanted - 1);
    }
  }

  /// Whether one has ended early since this was asked before.
  private boolean endedEarly() {
    lock.lock();
    try {
      boolean since = unrested;
      unrested = false;
      return since;
    } finally {
      lock.unlock();
    }
  }

  private boolean isWell() {
    lock.lock();
    try {
      return earlyEnd.filter(at -> System.nanoTime() - at < RECOVERY.toNanos()).isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void rest(Duration pause) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = pause.toNanos();
      while (!stopped && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private Spare launched() throws InterruptedException {
    ConnectionId place = ConnectionId.random();
    places.add(place.value());
    boolean launched = false;
    try {
      ConnectionContainer container =
          ConnectionContainer.launch(workshop(place), mode, waiter, work);
      launched = true;
      return new Spare(container, place, System.nanoTime());
    } finally {
      if (!launched) {
        places.remove(place.value());
      }
    }
  }

  private Workshop workshop(ConnectionId place) throws InterruptedException {
    Pace pace = surroundings.paces().at(configuration);
    var engine = surroundings.engineAt(configuration);
    return new Workshop(
        engine,
        configuration,
        new Client(place, new RemoteAddress("pool", 0), ""),
        AuthenticatedUser.of(new Username("pool")),
        surroundings.poolLabels(place, configuration),
        new ContainerRemoval(engine, place, surroundings.events(), pace),
        pace,
        surroundings.pulls(),
        surroundings.uses(),
        surroundings.events());
  }

  private void add(Spare spare) {
    lock.lock();
    try {
      if (stopped) {
        retire(spare);
        return;
      }
      spares.add(spare);
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("spare-" + spare.place()).start(() -> watch(spare));
  }

  /// One that ends by itself, as all do when the engine is restarted, is replaced.
  private void watch(Spare spare) {
    try {
      spare.container().lifeline().awaitEnd();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    lock.lock();
    try {
      if (spares.remove(spare)) {
        retire(spare);
        if (spare.waited().compareTo(EARLY) < 0) {
          earlyEnd = Optional.of(System.nanoTime());
          unrested = true;
        }
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void retire(Spare spare) {
    spare.container().end();
    places.remove(spare.place().value());
  }

  private void tell(Throwable failure) {
    if (!failing && !waiter.hasLeft()) {
      failing = true;
      surroundings.events().emit(new PoolNotFilled(failure));
    }
  }
}
