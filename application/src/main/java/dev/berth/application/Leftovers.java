package dev.berth.application;

import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.event.GatewayEvent.RemainsNotEnded;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Signal;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driven.RunningProgram;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What the programs of a container that goes on leave behind when they end: it is told so, and
/// ended if it does not go. One errand does it for all programs that have ended meanwhile, and none
/// is made where the container goes too.
final class Leftovers {
  /// After the end of a program. Most connections end with their only program.
  private static final Duration PAUSE = Duration.ofMillis(500);

  /// How often an engine that cannot do it is asked again.
  private static final int ATTEMPTS = 10;

  /// For how many programs one errand is made at most.
  private static final int MOST = 100;

  private final ContainerRuntime engine;
  private final ContainerId container;
  private final ConnectionId connection;
  private final EventSink events;
  private final Duration pause;
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<ProgramMark> ended = new ArrayList<>();

  /// Only the one thread that is at it uses these.
  private final Deque<Errand> errands = new ArrayDeque<>();

  private boolean busy;

  /// @param signals still to be sent, one after the other
  /// @param failures how often the first of them could not be sent
  /// @param due when it is to be sent at the earliest
  private record Errand(List<ProgramMark> programs, List<Signal> signals, int failures, long due) {
    Optional<Errand> next() {
      List<Signal> left = signals.subList(1, signals.size());
      return left.isEmpty() ? Optional.empty() : Optional.of(new Errand(programs, left, 0, due));
    }

    Errand failed(Duration pause) {
      int times = failures + 1;
      return new Errand(programs, signals, times, System.nanoTime() + times * pause.toNanos());
    }

    boolean isDue() {
      return System.nanoTime() - due >= 0;
    }
  }

  /// @param connection whose container it is
  Leftovers(
      ContainerRuntime engine, ContainerId container, ConnectionId connection, EventSink events) {
    this(engine, container, connection, events, PAUSE);
  }

  /// @param pause between one look and the next
  Leftovers(
      ContainerRuntime engine,
      ContainerId container,
      ConnectionId connection,
      EventSink events,
      Duration pause) {
    this.engine = engine;
    this.container = container;
    this.connection = connection;
    this.events = events;
    this.pause = pause;
  }

  /// A program has ended, and its channel with it. Does not block.
  void of(RunningProgram program) {
    program.mark().ifPresent(this::add);
  }

  private synchronized void add(ProgramMark mark) {
    ended.add(mark);
    if (!busy && over.getCount() > 0) {
      Thread.ofVirtual().name("leftovers-" + container.brief()).start(this::run);
      busy = true;
    }
  }

  private void run() {
    boolean done = false;
    try {
      while (!over.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        if (!gathered()) {
          done = true;
          return;
        }
        // One that fails goes to the end of the queue.
        for (int left = errands.size(); left > 0 && over.getCount() > 0; left--) {
          Errand errand = errands.remove();
          (errand.isDue() ? made(errand) : Optional.of(errand)).ifPresent(errands::add);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      if (!done) {
        // By a fault: the next program that ends begins anew.
        idle();
      }
    }
  }

  /// Whether there is anything to do. If there is not, nobody is at it any more.
  private synchronized boolean gathered() {
    while (!ended.isEmpty()) {
      List<ProgramMark> first = ended.subList(0, Math.min(MOST, ended.size()));
      // Before those that have failed.
      errands.addFirst(
          new Errand(List.copyOf(first), Backend.Placement.TO_THE_END, 0, System.nanoTime()));
      first.clear();
    }
    busy = !errands.isEmpty();
    return busy;
  }

  private synchronized void idle() {
    busy = false;
  }

  /// Sends one signal.
  ///
  /// @return what is left to do
  private Optional<Errand> made(Errand errand) throws InterruptedException {
    try {
      boolean any = engine.signalRemains(container, errand.programs(), errand.signals().getFirst());
      return any ? errand.next() : Optional.empty();
    } catch (RuntimeException | Error notDone) {
      return again(errand, notDone);
    }
  }

  private Optional<Errand> again(Errand errand, Throwable notDone) {
    if (over.getCount() == 0
        || (notDone instanceof GatewayException failure
            && failure.code() == FailureCode.CONTAINER_GONE)) {
      return Optional.empty();
    }
    Errand again = errand.failed(pause);
    if (again.failures() < ATTEMPTS) {
      return Optional.of(again);
    }
    // In the end all goes with the container.
    events.emit(new RemainsNotEnded(connection, container, errand.programs().size(), notDone));
    return Optional.empty();
  }

  /// The container goes, and all that is in it.
  void over() {
    over.countDown();
  }
}
