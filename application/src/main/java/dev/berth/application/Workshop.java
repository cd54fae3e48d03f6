package dev.berth.application;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.PullPolicy;
import dev.berth.domain.event.GatewayEvent.ImagePullStarted;
import dev.berth.domain.event.GatewayEvent.ImagePulled;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Environment;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.EventSink;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// Makes the containers of one connection: its image, its labels, its environment.
///
/// @param engine where
/// @param configuration what they look like
/// @param client whose they are
/// @param user whose they are
/// @param labels on each of them
/// @param removal takes away what was made in vain
/// @param pace how many may be launched at once
/// @param events told what happens
record Workshop(
    ContainerRuntime engine,
    BackendConfiguration configuration,
    Client client,
    AuthenticatedUser user,
    Labels labels,
    ContainerRemoval removal,
    Pace pace,
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
    return new Workshop(
        engine,
        configuration,
        client,
        user,
        surroundings.labelsFor(client, user, configuration),
        new ContainerRemoval(engine, client.id(), surroundings.events(), surroundings.pace().way()),
        surroundings.pace(),
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
  ContainerId create(ContainerSpec spec, Departure departure, BackgroundWork work)
      throws InterruptedException {
    ContainerId container = made(spec, departure, work);
    place(container, work);
    return container;
  }

  private ContainerId made(ContainerSpec spec, Departure departure, BackgroundWork work)
      throws InterruptedException {
    if (configuration.pullPolicy() == PullPolicy.ALWAYS) {
      pull(departure);
    }
    try {
      return attempt(spec, departure, work);
    } catch (GatewayException failure) {
      if (failure.code() != FailureCode.IMAGE_MISSING
          || configuration.pullPolicy() != PullPolicy.IF_NOT_PRESENT) {
        throw failure;
      }
    }
    // Asking for the image only when the engine misses it saves every other login a call.
    pull(departure);
    return attempt(spec, departure, work);
  }

  private ContainerId attempt(ContainerSpec spec, Departure departure, BackgroundWork work)
      throws InterruptedException {
    departure.check();
    try {
      return pace.creating(
          "creating container " + spec.name(), departure, () -> engine.create(spec));
    } catch (GatewayException failure) {
      if (OUTCOME_UNKNOWN.contains(failure.code())) {
        removal.removeIfMade(spec.name(), labels, work);
      }
      throw failure;
    } catch (InterruptedException stopped) {
      removal.removeIfMade(spec.name(), labels, work);
      throw stopped;
    }
  }

  /// Writes what authentication hands on, before any program can look for it.
  private void place(ContainerId container, BackgroundWork work) throws InterruptedException {
    if (user.handover().files().isEmpty()) {
      return;
    }
    boolean placed = false;
    try {
      engine.placeFiles(container, user.handover().files());
      placed = true;
    } finally {
      if (!placed) {
        removal.remove(container, work);
      }
    }
  }

  /// Starts a container that was made, when its turn has come.
  <T> T start(ContainerId container, Departure departure, CallCounters.Call<T> start)
      throws InterruptedException {
    return pace.starting("starting container " + container.brief(), departure, start);
  }

  private void pull(Departure departure) throws InterruptedException {
    ImageReference image = configuration.settings().image();
    ConnectionId connection = client.id();
    events.emit(new ImagePullStarted(connection, image.value()));
    long start = System.nanoTime();
    departure.interruptibly(() -> {
      engine.pull(image);
      return image;
    });
    events.emit(
        new ImagePulled(connection, image.value(), Duration.ofNanos(System.nanoTime() - start)));
  }

  private Environment withHandedOn(Environment environment) {
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
