package dev.berth.application;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.domain.mode.OperatingMode.Persistent;
import dev.berth.ports.driven.ConfigurationSource;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.Counter;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driven.Leases;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/// Everything that connections need from outside, handed down as one.
record Surroundings(
    ContainerRuntimes engines,
    ConfigurationSource configurations,
    GatewayInstance instance,
    EventSink events,
    Counter backendRequests,
    Counter backendFailures,
    Paces paces,
    Pulls pulls,
    Pools pools,
    Uses uses,
    Households households) {
  /// The same but for what connections get.
  Surroundings with(ConfigurationSource other) {
    return new Surroundings(
        engines,
        other,
        instance,
        events,
        backendRequests,
        backendFailures,
        paces,
        pulls,
        pools,
        uses,
        households);
  }

  ConnectionConfiguration configurationFor(Client client, AuthenticatedUser user)
      throws InterruptedException {
    return configurations.configurationFor(client, user);
  }

  /// The labels of a connection's containers.
  Labels labelsFor(Client client, AuthenticatedUser user, BackendConfiguration configuration)
      throws InterruptedException {
    // A lease would let a persistent container end with its gateway.
    return configuration.mode() instanceof Persistent mode
        ? ResidentContainer.labels(instance, configuration, mode, user)
        : leased(Labels.of(instance, client, user, configuration.mode()), configuration);
  }

  /// The labels of a container that is started in advance.
  ///
  /// @param place stands for the connection that is to come
  Labels poolLabels(ConnectionId place, BackendConfiguration configuration)
      throws InterruptedException {
    return leased(Labels.ofPool(instance, place, configuration.mode()), configuration);
  }

  private Labels leased(Labels labels, BackendConfiguration configuration)
      throws InterruptedException {
    return households
        .termsAt(configuration)
        .map(terms -> labels.and(terms.labels()))
        .orElse(labels);
  }

  /// Holds a lease at the engine of a configuration and sweeps there, from now on; the same at each
  /// engine that a connection is given.
  ///
  /// @param living the identities of the connections that are not over
  void keepHouse(
      BackendConfiguration configuration, Duration renewal, Supplier<Set<String>> living) {
    LeaseTerms terms = new LeaseTerms(instance, renewal);
    households.keepAt(
        configuration,
        engine -> {
          Leases leases = engines.leasesAt(engine);
          ContainerRuntime runtime = engineAt(engine);
          Residents residents = new Residents(runtime, leases, terms, uses, events);
          LeaseHolder own = new LeaseHolder(leases, terms, uses::idle, events);
          return Household.begin(
              terms,
              own,
              residents,
              new Sweeper(runtime, leases, own, instance, living, residents, events));
        });
  }

  /// The engine of a configuration, each call to it counted.
  ContainerRuntime engineAt(BackendConfiguration configuration) {
    return new CountingContainerRuntime(
        engines.at(configuration), new CallCounters(backendRequests, backendFailures));
  }
}
