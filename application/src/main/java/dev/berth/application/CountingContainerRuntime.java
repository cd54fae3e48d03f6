package dev.berth.application;

import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.container.PullProgress;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.Lifeline;
import dev.berth.ports.driven.RunningProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A container engine whose calls are counted.
record CountingContainerRuntime(ContainerRuntime engine, CallCounters counters)
    implements ContainerRuntime {
  @Override
  public String ping() throws InterruptedException {
    return counters.counted(engine::ping);
  }

  @Override
  public boolean imagePresent(ImageReference image) throws InterruptedException {
    return counters.counted(() -> engine.imagePresent(image));
  }

  @Override
  public void pull(ImageReference image, Consumer<PullProgress> progress)
      throws InterruptedException {
    counters.countedOrder(() -> engine.pull(image, progress));
  }

  @Override
  public ContainerId create(ContainerSpec spec) throws InterruptedException {
    return counters.counted(() -> engine.create(spec));
  }

  @Override
  public String describe(ContainerSpec spec) throws InterruptedException {
    return counters.counted(() -> engine.describe(spec));
  }

  @Override
  public void placeFiles(ContainerId container, Map<String, HandedFile> files)
      throws InterruptedException {
    counters.countedOrder(() -> engine.placeFiles(container, files));
  }

  @Override
  public Lifeline startHost(ContainerId container) throws InterruptedException {
    return counters.counted(() -> engine.startHost(container));
  }

  @Override
  public void startResident(ContainerId container) throws InterruptedException {
    counters.countedOrder(() -> engine.startResident(container));
  }

  @Override
  public RunningProgram startSingle(ContainerId container, Optional<Terminal> terminal)
      throws InterruptedException {
    return new CountingRunningProgram(
        counters.counted(() -> engine.startSingle(container, terminal)), counters);
  }

  @Override
  public RunningProgram exec(ContainerId container, ExecSpec spec) throws InterruptedException {
    return new CountingRunningProgram(
        counters.counted(() -> engine.exec(container, spec)), counters);
  }

  @Override
  public boolean signalRemains(ContainerId container, List<ProgramMark> ended, Signal signal)
      throws InterruptedException {
    return counters.counted(() -> engine.signalRemains(container, ended, signal));
  }

  @Override
  public void rename(ContainerId container, String name) throws InterruptedException {
    counters.countedOrder(() -> engine.rename(container, name));
  }

  @Override
  public void signal(ContainerId container, Signal signal) throws InterruptedException {
    counters.countedOrder(() -> engine.signal(container, signal));
  }

  @Override
  public void stop(ContainerId container) throws InterruptedException {
    counters.countedOrder(() -> engine.stop(container));
  }

  @Override
  public void pause(ContainerId container) throws InterruptedException {
    counters.countedOrder(() -> engine.pause(container));
  }

  @Override
  public void unpause(ContainerId container) throws InterruptedException {
    counters.countedOrder(() -> engine.unpause(container));
  }

  @Override
  public Duration processorTime(ContainerId container) throws InterruptedException {
    return counters.counted(() -> engine.processorTime(container));
  }

  @Override
  public void remove(ContainerId container) throws InterruptedException {
    counters.countedOrder(() -> engine.remove(container));
  }

  @Override
  public Optional<ContainerSummary> find(String name) throws InterruptedException {
    return counters.counted(() -> engine.find(name));
  }

  @Override
  public List<ContainerSummary> list(Labels labels) throws InterruptedException {
    return counters.counted(() -> engine.list(labels));
  }

  @Override
  public List<ContainerSummary> listLabelled(String label) throws InterruptedException {
    return counters.counted(() -> engine.listLabelled(label));
  }
}
