package dev.berth.ports.fake;

import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driven.Lifeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A container of the in-memory engine.
public final class InMemoryContainer {
  private final ContainerId id;
  private final ContainerSpec spec;
  private final List<InMemoryProgram> programs = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Map<String, HandedFile> files = new ConcurrentHashMap<>();
  private final Instant created = Instant.now();
  private volatile String name;
  private volatile String state = "created";
  private volatile Duration processorTime = Duration.ZERO;

  InMemoryContainer(ContainerId id, ContainerSpec spec) {
    this.id = id;
    this.spec = spec;
    this.name = spec.name();
  }

  /// Its identity.
  public ContainerId id() {
    return id;
  }

  /// What it was made from.
  public ContainerSpec spec() {
    return spec;
  }

  /// Its name now.
  public String name() {
    return name;
  }

  void rename(String other) {
    name = other;
  }

  /// Files that were written into it, by path.
  public Map<String, HandedFile> files() {
    return files;
  }

  List<InMemoryProgram> programs() {
    return programs;
  }

  /// Its state, as an engine calls it.
  public String state() {
    return state;
  }

  void state(String now) {
    state = now;
  }

  /// Somebody puts it to rest, without the engine's calls.
  ///
  /// @param paused or else stopped
  public void rest(boolean paused) {
    state = paused ? "paused" : "exited";
    if (!paused) {
      endPrograms();
    }
  }

  Duration processorTime() {
    return processorTime;
  }

  /// Its processes have used more processor time.
  public void work(Duration more) {
    processorTime = processorTime.plus(more);
  }

  void add(InMemoryProgram program) {
    programs.add(program);
  }

  void end() {
    state = "exited";
    endPrograms();
    ended.countDown();
  }

  void endPrograms() {
    programs.forEach(p -> p.finish(new ExitStatus.Exited(137)));
  }

  ContainerSummary summary() {
    return new ContainerSummary(id, name, state, created, spec.labels());
  }

  Lifeline lifeline(Runnable remove) {
    return new Lifeline() {
      @Override
      public boolean holds() {
        return ended.getCount() > 0;
      }

      @Override
      public void awaitEnd() throws InterruptedException {
        ended.await();
      }

      @Override
      public void close() {
        end();
        remove.run();
      }
    };
  }
}
