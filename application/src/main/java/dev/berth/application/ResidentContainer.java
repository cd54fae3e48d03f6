package dev.berth.application;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.PersistentTerms;
import dev.berth.domain.event.GatewayEvent.ContainerJoined;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode.Persistent;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.Signal;
import dev.berth.ports.driven.RunningProgram;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Mode *persistent*: a container that is found by its name or made, shared with all connections
/// that have the same key, through whatever gateway, and left as it is when they end.
final class ResidentContainer implements Backend {
  /// So often others may take away or stop what was found, before it is used.
  private static final int ATTEMPTS = 10;

  private static final Duration PAUSE = Duration.ofMillis(200);

  /// Who is gone is told to everything that was started for him; what goes on nevertheless, as what
  /// was started with nohup(1), is meant to.
  private static final List<Signal> FAREWELL = List.of(Signal.HUP);

  private static final String OLD =
      "This container was made from an older configuration. The current one applies once it has"
          + " been removed.";

  private final Workshop workshop;
  private final Persistent mode;
  private final ContainerSpec spec;
  private final Runnable leave;
  private final BackgroundWork work;
  private volatile Found container;

  /// What was found or made.
  private record Found(ContainerId id, Labels labels) {}

  private ResidentContainer(
      Workshop workshop,
      Persistent mode,
      ContainerSpec spec,
      Found container,
      Runnable leave,
      BackgroundWork work) {
    this.workshop = workshop;
    this.mode = mode;
    this.spec = spec;
    this.container = container;
    this.leave = leave;
    this.work = work;
  }

  /// The labels of a user's container.
  ///
  /// @throws GatewayException if there is nothing that tells which is the user's
  static Labels labels(
      GatewayInstance instance,
      BackendConfiguration configuration,
      Persistent mode,
      AuthenticatedUser user) {
    return Labels.ofPersistent(instance, terms(configuration, mode, user), mode);
  }

  private static PersistentTerms terms(
      BackendConfiguration configuration, Persistent mode, AuthenticatedUser user) {
    String key =
        mode.key()
            .of(user)
            .orElseThrow(() ->
                GatewayException.backend(
                    FailureCode.CONFIGURATION_INVALID,
                    "docker.execution.persistent.key asks for a value that authentication has not"
                        + " handed on for "
                        + user.name()
                        + ", or only as a sensitive one",
                    null));
    return PersistentTerms.of(
        key, mode.idle(), configuration.settings(), mode.host().idleCommand());
  }

  /// The container as it is to be made.
  static ContainerSpec spec(Workshop workshop, Persistent mode) {
    return new ContainerSpec(
        terms(workshop.configuration(), mode, workshop.user()).name(mode.prefix()),
        workshop.configuration().settings(),
        new ContainerRole.Resident(mode.host().idleCommand()),
        Environment.empty(),
        workshop.labels());
  }

  /// Finds the container or makes it, and lets it run.
  ///
  /// @param residents those at the engine; empty if nobody looks after them
  static ResidentContainer launch(
      Workshop workshop,
      Persistent mode,
      Optional<Residents> residents,
      Waiter waiter,
      BackgroundWork work)
      throws InterruptedException {
    ContainerSpec spec = spec(workshop, mode);
    Runnable leave =
        residents.isEmpty()
            ? () -> {}
            : waiter.interruptibly(() -> residents.get().enter(spec.name()));
    boolean launched = false;
    try {
      Found container = running(workshop, spec, waiter, work);
      workshop.place(container.id());
      launched = true;
      return new ResidentContainer(workshop, mode, spec, container, leave, work);
    } finally {
      if (!launched) {
        leave.run();
      }
    }
  }

  /// Others may do the same at the same time: whoever comes second finds what the first has made.
  private static Found running(
      Workshop workshop, ContainerSpec spec, Waiter waiter, BackgroundWork work)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      waiter.check();
      Optional<ContainerSummary> found =
          Retries.during(waiter, () -> workshop.engine().find(spec.name()));
      try {
        if (found.isEmpty()) {
          return made(workshop, spec, waiter, work);
        }
        checkIsOurs(spec, found.get());
        wake(workshop, found.get(), waiter);
        workshop
            .events()
            .emit(
                new ContainerJoined(workshop.client().id(), found.get().id(), found.get().state()));
        return new Found(found.get().id(), found.get().labels());
      } catch (GatewayException failure) {
        boolean changed =
            failure.code() == FailureCode.CONTAINER_GONE
                || failure.code() == FailureCode.CONTAINER_PAUSED
                || (failure.code() == FailureCode.CONTAINER_NAME_CONFLICT && found.isEmpty());
        if (!changed || attempt == ATTEMPTS) {
          throw failure;
        }
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
  }

  private static Found made(
      Workshop workshop, ContainerSpec spec, Waiter waiter, BackgroundWork work)
      throws InterruptedException {
    long begun = System.nanoTime();
    ContainerId container = workshop.createShared(spec, waiter);
    long created = System.nanoTime();
    boolean started = false;
    try {
      start(workshop, container, waiter);
      started = true;
    } finally {
      if (!started) {
        work.start("unmake-" + container.brief(), () -> unmake(workshop, spec, container));
      }
    }
    workshop
        .events()
        .emit(
            new ContainerStarted(
                workshop.client().id(),
                container,
                Duration.ofNanos(created - begun),
                Duration.ofNanos(System.nanoTime() - created),
                true));
    return new Found(container, spec.labels());
  }

  /// Whoever starts it first starts it for all. What cannot be removed now is put to rest like all
  /// others.
  private static void unmake(Workshop workshop, ContainerSpec spec, ContainerId container) {
    try {
      Optional<ContainerSummary> left = workshop.engine().find(spec.name());
      if (left.filter(its -> its.id().equals(container) && "created".equals(its.state()))
          .isPresent()) {
        workshop.engine().remove(container);
      }
    } catch (GatewayException later) {
      // The engine is away.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void wake(Workshop workshop, ContainerSummary found, Waiter waiter)
      throws InterruptedException {
    switch (found.state()) {
      case "running" -> {
        // As it should.
      }
      case "paused" -> workshop.engine().unpause(found.id());
      case "created", "exited" -> start(workshop, found.id(), waiter);
      default ->
          throw GatewayException.backend(
              FailureCode.CONTAINER_GONE,
              "container " + found.name() + " is " + found.state(),
              null);
    }
  }

  private static void start(Workshop workshop, ContainerId container, Waiter waiter)
      throws InterruptedException {
    var _ =
        workshop.startAgain(
            container,
            waiter,
            () -> {
              workshop.engine().startResident(container);
              return container;
            });
  }

  /// Nobody gets into somebody else's container because it has the name.
  private static void checkIsOurs(ContainerSpec spec, ContainerSummary found) {
    if (!label(found.labels(), PersistentTerms::key)
        .equals(label(spec.labels(), PersistentTerms::key))) {
      throw GatewayException.backend(
          FailureCode.CONTAINER_NAME_CONFLICT,
          "container "
              + found.name()
              + " is there already, and is not the persistent container of "
              + spec.labels().values().get(Labels.KEY)
              + "; rename or remove it, or set docker.execution.persistent.prefix",
          null);
    }
  }

  @Override
  public Placement start(Request request) throws InterruptedException {
    ExecSpec program =
        new ExecSpec(
            Backend.invocation(
                request.program(), mode, new Invocation.Arguments(mode.host().shellCommand())),
            workshop.withHandedOn(request.programEnvironment(workshop.client())),
            request.terminal(),
            mode.host().agent());
    RunningProgram running;
    try {
      running = workshop.exec(container.id(), program, request.waiter());
    } catch (GatewayException failure) {
      if (failure.code() != FailureCode.CONTAINER_GONE
          && failure.code() != FailureCode.CONTAINER_PAUSED) {
        throw failure;
      }
      // It was stopped, as by a restart of the engine, while the connection went on.
      container = running(workshop, spec, request.waiter(), work);
      workshop.place(container.id());
      running = workshop.exec(container.id(), program, request.waiter());
    }
    return new Placement(
        running, FAREWELL, () -> {}, notice(), workshop.uses().begin(container.id(), true));
  }

  private Optional<String> notice() {
    return label(container.labels(), PersistentTerms::made)
            .equals(label(spec.labels(), PersistentTerms::made))
        ? Optional.empty()
        : Optional.of(OLD);
  }

  private static Optional<String> label(Labels labels, Function<PersistentTerms, String> part) {
    return PersistentTerms.of(labels).map(part);
  }

  @Override
  public void end() {
    leave.run();
  }
}
