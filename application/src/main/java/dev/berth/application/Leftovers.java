package dev.berth.application;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.session.Signal;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.RunningProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<ProgramMark> ended = new ArrayList<>();
  private boolean busy;

  Leftovers(ContainerRuntime engine, ContainerId container) {
    this.engine = engine;
    this.container = container;
  }

  /// A program has ended, and its channel with it. Does not block.
  void of(RunningProgram program) {
    program.mark().ifPresent(this::add);
  }

  private synchronized void add(ProgramMark mark) {
    ended.add(mark);
    if (!busy && over.getCount() > 0) {
      busy = true;
      Thread.ofVirtual().name("leftovers-" + container.brief()).start(this::run);
    }
  }

  private void run() {
    try {
      while (!over.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
        List<ProgramMark> some = next();
        if (some.isEmpty()) {
          return;
        }
        end(some);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<ProgramMark> next() {
    List<ProgramMark> first = ended.subList(0, Math.min(MOST, ended.size()));
    List<ProgramMark> some = List.copyOf(first);
    first.clear();
    busy = !some.isEmpty();
    return some;
  }

  private void end(List<ProgramMark> programs) throws InterruptedException {
    for (Signal signal : Backend.Placement.TO_THE_END) {
      if (!signal(programs, signal) || over.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  /// Whether there was anything.
  private boolean signal(List<ProgramMark> programs, Signal signal) throws InterruptedException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        return engine.signalRemains(container, programs, signal);
      } catch (RuntimeException notDone) {
        // Whatever it is: in the end all goes with the container.
        if (over.await(attempt * PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
          return false;
        }
      }
    }
    return false;
  }

  /// The container goes, and all that is in it.
  void over() {
    over.countDown();
  }
}
