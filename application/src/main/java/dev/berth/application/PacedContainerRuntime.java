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

/// A container engine whose launches wait for their turn.
///
/// @param creations for creating containers
/// @param starts for starting them
record PacedContainerRuntime(ContainerRuntime engine, Turnstile creations, Turnstile starts)
    implements ContainerRuntime {
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
    return creations.pass("creating container " + spec.name(), () -> engine.create(spec));
  }

  @Override
  public Lifeline startHost(ContainerId container) throws InterruptedException {
    return starts.pass(
        "starting container " + container.brief(), () -> engine.startHost(container));
  }

  @Override
  public RunningProgram startSingle(ContainerId container, Optional<Terminal> terminal)
      throws InterruptedException {
    return starts.pass(
        "starting container " + container.brief(), () -> engine.startSingle(container, terminal));
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
