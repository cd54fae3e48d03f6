package dev.berth.application;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Labels;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.Lifeline;
import dev.berth.ports.driven.RunningProgram;
import java.util.List;
import java.util.Optional;

/// A container engine whose launches wait for their turn, and go before removals.
record PacedContainerRuntime(ContainerRuntime engine, Pace pace) implements ContainerRuntime {
  @Override
  public String ping() throws InterruptedException {
    return engine.ping();
  }

  @Override
  public boolean imagePresent(ImageReference image) throws InterruptedException {
    return engine.imagePresent(image);
  }

  @Override
  public void pull(ImageReference image) throws InterruptedException {
    engine.pull(image);
  }

  @Override
  public ContainerId create(ContainerSpec spec) throws InterruptedException {
    return pace.way()
        .first(() ->
            pace.creations().pass("creating container " + spec.name(), () -> engine.create(spec)));
  }

  @Override
  public Lifeline startHost(ContainerId container) throws InterruptedException {
    return started(container, () -> engine.startHost(container));
  }

  @Override
  public RunningProgram startSingle(ContainerId container, Optional<Terminal> terminal)
      throws InterruptedException {
    return started(container, () -> engine.startSingle(container, terminal));
  }

  private <T> T started(ContainerId container, CallCounters.Call<T> start)
      throws InterruptedException {
    return pace.way()
        .first(() -> pace.starts().pass("starting container " + container.brief(), start));
  }

  @Override
  public RunningProgram exec(ContainerId container, ExecSpec spec) throws InterruptedException {
    return engine.exec(container, spec);
  }

  @Override
  public void signal(ContainerId container, Signal signal) throws InterruptedException {
    engine.signal(container, signal);
  }

  @Override
  public void remove(ContainerId container) throws InterruptedException {
    engine.remove(container);
  }

  @Override
  public List<ContainerSummary> list(Labels labels) throws InterruptedException {
    return engine.list(labels);
  }
}
