package dev.berth.application;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.ports.driven.ConfigurationSource;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.Counter;
import dev.berth.ports.driven.EventSink;

/// Everything that connections need from outside, handed down as one.
record Surroundings(
    ContainerRuntimes engines,
    ConfigurationSource configurations,
    GatewayInstance instance,
    EventSink events,
    Counter backendRequests,
    Counter backendFailures,
    Pace pace) {
  Surroundings(
      ContainerRuntimes engines,
      ConfigurationSource configurations,
      GatewayInstance instance,
      EventSink events,
      Counter backendRequests,
      Counter backendFailures) {
    this(engines, configurations, instance, events, backendRequests, backendFailures, Pace.usual());
  }

  BackendConfiguration configurationFor(Client client, AuthenticatedUser user)
      throws InterruptedException {
    return configurations.backendFor(client, user);
  }

  /// The engine of a configuration, each call to it counted and launches paced.
  ContainerRuntime engineAt(BackendConfiguration configuration) {
    ContainerRuntime counted =
        new CountingContainerRuntime(
            engines.at(configuration), new CallCounters(backendRequests, backendFailures));
    return new PacedContainerRuntime(counted, pace);
  }
}
