package dev.berth.application;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.PullPolicy;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import dev.berth.domain.session.Environment;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driven.RunningProgram;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the containers of one connection: its image, its labels, its environment.
///
/// @param engine where
/// @param configuration what they look like
/// @param client whose they are
/// @param user whose they are
/// @param labels on each of them
/// @param removal takes away what was made in vain
/// @param pace how many may be launched at once
/// @param pulls gets their image
/// @param uses when each was last used
/// @param events told what happens
record Workshop(
    ContainerRuntime engine,
    BackendConfiguration configuration,
    Client client,
    AuthenticatedUser user,
    Labels labels,
    ContainerRemoval removal,
    Pace pace,
    Pulls pulls,
    Uses uses,
    EventSink events) {
  /// After these nobody knows whether the engine has made the container.
  private static final Set<FailureCode> OUTCOME_UNKNOWN =
      EnumSet.of(
          FailureCode.ENGINE_ERROR,
          FailureCode.ENGINE_TIMEOUT,
          FailureCode.ENGINE_UNREACHABLE,
          FailureCode.INTERNAL);

  static Workshop of(
      ContainerRuntime engine,
      BackendConfiguration configuration,
      Client client,
      AuthenticatedUser user,
      Surroundings surroundings)
      throws InterruptedException {
    Pace pace = surroundings.paces().at(configuration);
    return new Workshop(
        engine,
        configuration,
        client,
        user,
        surroundings.labelsFor(client, user, configuration),
        new ContainerRemoval(engine, client.id(), surroundings.events(), pace),
        pace,
        surroundings.pulls(),
        surroundings.uses(),
        surroundings.events());
  }

  /// A container as it is to be made.
  ///
  /// @param name unless the configuration has one
  /// @param environment added to what is handed on
  ContainerSpec spec(String name, ContainerRole role, Environment environment) {
    return new ContainerSpec(
        configuration.containerName().orElse(name),
        configuration.settings(),
        role,
        withHandedOn(environment),
        labels);
  }

  /// Makes a container, its image pulled as the policy says. If this throws, nothing stays.
  ContainerId create(ContainerSpec spec, Waiter waiter, BackgroundWork work)
      throws InterruptedException {
    ContainerId container = made(waiter, () -> own(spec, waiter, work));
    place(container, work);
    return container;
  }

  /// The same for one that others may make or use as well: nothing is taken away if this throws.
  ContainerId createShared(ContainerSpec spec, Waiter waiter) throws InterruptedException {
    return made(waiter, () -> Retries.during(waiter, () -> attempt(spec, waiter, () -> {})));
  }

  /// @param attempts to make it
  private ContainerId made(Waiter waiter, CallCounters.Call<ContainerId> attempts)
      throws InterruptedException {
    if (configuration.pullPolicy() == PullPolicy.ALWAYS) {
      pull(waiter);
    }
    try {
      return attempts.call();
    } catch (GatewayException failure) {
      if (failure.code() != FailureCode.IMAGE_MISSING
          || configuration.pullPolicy() != PullPolicy.IF_NOT_PRESENT) {
        throw failure;
      }
    }
    // Asking for the image only when the engine misses it saves every other login a call.
    pull(waiter);
    return attempts.call();
  }

  /// Makes a container that nobody else makes. If one attempt may have made it, though there was no
  /// answer, the next one finds it by its name, and so there is never a second.
  private ContainerId own(ContainerSpec spec, Waiter waiter, BackgroundWork work)
      throws InterruptedException {
    Making making = new Making();
    boolean known = false;
    try {
      ContainerId container = Retries.during(waiter, () -> own(spec, waiter, making));
      known = true;
      return container;
    } finally {
      if (!known && making.mayHaveMade && isTold()) {
        removal.removeIfMade(spec.name(), labels, work);
      }
    }
  }

  /// Whether a container of this connection is told from all others by its name and labels. With a
  /// configured name the containers of two sessions are not: then one that was made in vain is left
  /// to the sweep, rather than another session's taken.
  private boolean isTold() {
    return configuration.containerName().isEmpty()
        || !(configuration.mode() instanceof ContainerPerSession);
  }

  /// What is known of the attempts to make one container. Used by one thread.
  private static final class Making {
    private boolean mayHaveMade;
    private @Nullable GatewayException failure;
  }

  private ContainerId own(ContainerSpec spec, Waiter waiter, Making making)
      throws InterruptedException {
    boolean before = making.mayHaveMade;
    try {
      return attempt(spec, waiter, () -> making.mayHaveMade = true);
    } catch (GatewayException failure) {
      making.mayHaveMade =
          before || (making.mayHaveMade && OUTCOME_UNKNOWN.contains(failure.code()));
      GatewayException earlier = making.failure;
      if (earlier == null || failure.code() != FailureCode.CONTAINER_NAME_CONFLICT || !isTold()) {
        making.failure = failure;
        throw failure;
      }
      // The engine may still be at it.
      return engine.list(labels).stream()
          .filter(container -> container.name().equals(spec.name()))
          .map(ContainerSummary::id)
          .findFirst()
          .orElseThrow(() -> earlier);
    }
  }

  /// @param asked told when the engine is about to be asked
  private ContainerId attempt(ContainerSpec spec, Waiter waiter, Runnable asked)
      throws InterruptedException {
    return pace.creating(
        "creating container " + spec.name(),
        claimant(),
        waiter,
        () -> {
          asked.run();
          return engine.create(spec);
        });
  }

  /// Writes what authentication hands on, before any program can look for it.
  private void place(ContainerId container, BackgroundWork work) throws InterruptedException {
    boolean placed = false;
    try {
      place(container);
      placed = true;
    } finally {
      if (!placed) {
        removal.remove(container, work);
      }
    }
  }

  /// The same into a container that runs. If this throws, it stays.
  void place(ContainerId container) throws InterruptedException {
    if (!user.handover().files().isEmpty()) {
      engine.placeFiles(container, user.handover().files());
    }
  }

  /// Starts a container that was made, when its turn has come, and again if that fails in a way
  /// that may not last.
  <T> T startAgain(ContainerId container, Waiter waiter, CallCounters.Call<T> start)
      throws InterruptedException {
    return Retries.during(waiter, () -> start(container, waiter, start));
  }

  /// Starts a container that was made, when its turn has come.
  <T> T start(ContainerId container, Waiter waiter, CallCounters.Call<T> start)
      throws InterruptedException {
    return pace.starting("starting container " + container.brief(), claimant(), waiter, start);
  }

  /// Starts a program in a container that runs, when its turn has come.
  RunningProgram exec(ContainerId container, ExecSpec spec, Waiter waiter)
      throws InterruptedException {
    return pace.executing(
        "starting a program in container " + container.brief(),
        claimant(),
        waiter,
        () -> engine.exec(container, spec));
  }

  private Claimant claimant() {
    return Claimant.of(client, user);
  }

  private void pull(Waiter waiter) throws InterruptedException {
    pulls.pull(engine, configuration, client.id(), waiter);
  }

  /// What authentication hands on, and over it other variables.
  Environment withHandedOn(Environment environment) {
    try {
      return handedOn().with(environment);
    } catch (IllegalArgumentException unusable) {
      throw GatewayException.backend(
          FailureCode.CONFIGURATION_INVALID,
          "what is handed on for "
              + user.name()
              + " cannot become environment: "
              + unusable.getMessage(),
          unusable);
    }
  }

  /// What authentication hands on, as environment.
  private Environment handedOn() {
    Environment environment = Environment.empty();
    if (configuration.exposeMetadata()) {
      for (var entry : user.handover().metadata().entrySet()) {
        environment = environment.with(entry.getKey(), entry.getValue().value());
      }
    }
    for (var entry : user.handover().environment().entrySet()) {
      environment = environment.with(entry.getKey(), entry.getValue().value());
    }
    return environment;
  }
}
