package dev.berth.application;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import dev.berth.ports.driven.RunningProgram;
import java.time.Duration;

/// Mode *session*: each session's program is the own program of a container of its own.
record SessionContainers(Workshop workshop, ContainerPerSession mode) implements Backend {
  /// A session's container as it is to be made.
  static ContainerSpec spec(Workshop workshop, ContainerPerSession mode, Request request) {
    Invocation shell =
        mode.shellCommand().isEmpty()
            ? new Invocation.ImageDefault()
            : new Invocation.Arguments(mode.shellCommand());
    return workshop.spec(
        "berth-" + workshop.client().id() + "-" + request.session().channel(),
        new ContainerRole.Single(
            Backend.invocation(request.program(), mode, shell), request.terminal()),
        request.programEnvironment(workshop.client()));
  }

  @Override
  public Placement start(Request request) throws InterruptedException {
    long begun = System.nanoTime();
    ContainerId container =
        workshop.create(spec(workshop, mode, request), request.waiter(), request.work());
    long created = System.nanoTime();
    boolean started = false;
    try {
      RunningProgram program =
          workshop.start(
              container,
              request.waiter(),
              () -> workshop.engine().startSingle(container, request.terminal()));
      started = true;
      workshop
          .events()
          .emit(
              new ContainerStarted(
                  workshop.client().id(),
                  container,
                  Duration.ofNanos(created - begun),
                  Duration.ofNanos(System.nanoTime() - created),
                  false));
      return new Placement(
          program,
          () -> {
            workshop.uses().end(container);
            workshop.removal().remove(container, request.work());
          },
          workshop.uses().begin(container, false));
    } finally {
      if (!started) {
        workshop.removal().remove(container, request.work());
      }
    }
  }

  @Override
  public void end() {
    // Each container goes when its session's program ends, and every session is ended with the
    // connection.
  }
}
