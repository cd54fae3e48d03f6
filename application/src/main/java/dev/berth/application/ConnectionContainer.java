package dev.berth.application;

import dev.berth.domain.container.ClaimedName;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.event.GatewayEvent.ContainerClaimed;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.domain.session.Environment;
import dev.berth.ports.driven.Lifeline;
import dev.berth.ports.driven.RunningProgram;
import java.time.Duration;

/// Mode *connection*: one container, kept by an idle program; programs run in it by exec.
///
/// @param origin where it is from
record ConnectionContainer(
    Workshop workshop,
    ContainerPerConnection mode,
    ContainerId container,
    Lifeline lifeline,
    Leftovers leftovers,
    Origin origin,
    BackgroundWork work)
    implements Backend {
  /// How a connection came by its container.
  sealed interface Origin {
    /// It was made for the connection, with the environment that is handed on.
    record Made() implements Origin {}

    /// It was started in advance, and each program has to be given that environment.
    ///
    /// @param released to be called when the connection is over
    record Claimed(Runnable released) implements Origin {}
  }

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
          workshop.startAgain(container, waiter, () -> workshop.engine().startHost(container));
      started = true;
      var _ = workshop.uses().begin(container, false);
      workshop
          .events()
          .emit(
              new ContainerStarted(
                  workshop.client().id(),
                  container,
                  Duration.ofNanos(created - begun),
                  Duration.ofNanos(System.nanoTime() - created),
                  false));
      return new ConnectionContainer(
          workshop,
          mode,
          container,
          lifeline,
          leftovers(workshop, container),
          new Origin.Made(),
          work);
    } finally {
      if (!started) {
        workshop.removal().remove(container, work);
      }
    }
  }

  private static Leftovers leftovers(Workshop workshop, ContainerId container) {
    return new Leftovers(workshop.engine(), container, workshop.client().id(), workshop.events());
  }

  /// This for the connection that it was started in advance for. If this throws, nothing stays.
  ///
  /// @param waited since it was started
  /// @param released to be called when the connection is over
  ConnectionContainer claimedBy(
      Workshop claimant,
      ContainerPerConnection itsMode,
      Duration waited,
      Runnable released,
      BackgroundWork itsWork)
      throws InterruptedException {
    ConnectionContainer claimed =
        new ConnectionContainer(
            claimant,
            itsMode,
            container,
            lifeline,
            leftovers(claimant, container),
            new Origin.Claimed(released),
            itsWork);
    boolean ready = false;
    try {
      claimant.place(container);
      ready = true;
    } finally {
      if (!ready) {
        claimed.end();
      }
    }
    claimant.uses().of(container).touch();
    claimant.events().emit(new ContainerClaimed(claimant.client().id(), container, waited));
    itsWork.start("rename-" + container.brief(), claimed::rename);
    return claimed;
  }

  /// For people who look at the engine; nobody waits for it, and nothing depends on it.
  private void rename() {
    String name = ClaimedName.of(workshop.client().id(), workshop.user().name()).text();
    try {
      workshop.engine().rename(container, name);
    } catch (GatewayException unchanged) {
      // It goes by its old name, or is gone already.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether it still runs.
  boolean holds() {
    return lifeline.holds();
  }

  @Override
  public Placement start(Request request) throws InterruptedException {
    if (!holds()) {
      throw GatewayException.backend(
          FailureCode.CONTAINER_GONE,
          "container " + container.brief() + " has ended before the connection did",
          null);
    }
    Invocation invocation =
        Backend.invocation(request.program(), mode, new Invocation.Arguments(mode.shellCommand()));
    Environment environment = request.programEnvironment(workshop.client());
    RunningProgram program =
        workshop.exec(
            container,
            new ExecSpec(
                invocation,
                origin instanceof Origin.Claimed ? workshop.withHandedOn(environment) : environment,
                request.terminal(),
                mode.agent()),
            request.waiter());
    return new Placement(program, () -> leftovers.of(program), workshop.uses().of(container));
  }

  @Override
  public void end() {
    leftovers.over();
    workshop.uses().end(container);
    workshop.removal().remove(container, lifeline::close, work);
    if (origin instanceof Origin.Claimed(Runnable released)) {
      released.run();
    }
  }
}
