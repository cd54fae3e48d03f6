package dev.berth.application;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.domain.session.Environment;
import dev.berth.ports.driven.Lifeline;
import java.time.Duration;

/// Mode *connection*: one container, kept by an idle program; programs run in it by exec.
record ConnectionContainer(
    Workshop workshop,
    ContainerPerConnection mode,
    ContainerId container,
    Lifeline lifeline,
    BackgroundWork work)
    implements Backend {
  /// The container as it is to be made.
  static ContainerSpec spec(Workshop workshop, ContainerPerConnection mode) {
    return workshop.spec(
        "berth-" + workshop.client().id(),
        new ContainerRole.Host(mode.idleCommand()),
        Environment.empty());
  }

  /// Brings the container up. If this throws, nothing stays.
  static ConnectionContainer launch(
      Workshop workshop, ContainerPerConnection mode, Waiter waiter, BackgroundWork work)
      throws InterruptedException {
    long begun = System.nanoTime();
    ContainerId container = workshop.create(spec(workshop, mode), waiter, work);
    long created = System.nanoTime();
    boolean started = false;
    try {
      Lifeline lifeline =
          workshop.start(container, waiter, () -> workshop.engine().startHost(container));
      started = true;
      workshop
          .events()
          .emit(
              new ContainerStarted(
                  workshop.client().id(),
                  container,
                  Duration.ofNanos(created - begun),
                  Duration.ofNanos(System.nanoTime() - created)));
      return new ConnectionContainer(workshop, mode, container, lifeline, work);
    } finally {
      if (!started) {
        workshop.removal().remove(container, work);
      }
    }
  }

  @Override
  public Placement start(Request request) throws InterruptedException {
    if (!lifeline.holds()) {
      throw GatewayException.backend(
          FailureCode.CONTAINER_GONE,
          "container " + container.brief() + " has ended before the connection did",
          null);
    }
    Invocation invocation =
        Backend.invocation(request.program(), mode, new Invocation.Arguments(mode.shellCommand()));
    return new Placement(
        workshop.exec(
            container,
            new ExecSpec(
                invocation,
                request.programEnvironment(workshop.client()),
                request.terminal(),
                mode.agent()),
            request.waiter()),
        () -> {});
  }

  @Override
  public void end() {
    workshop.removal().remove(container, lifeline::close, work);
  }
}
