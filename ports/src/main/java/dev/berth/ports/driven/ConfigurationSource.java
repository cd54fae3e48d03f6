package dev.berth.ports.driven;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;

/// Finds the configuration of one connection.
@FunctionalInterface
public interface ConfigurationSource {
  /// The backend that a user's connection gets. Blocks; called on a virtual thread.
  ///
  /// @throws dev.berth.domain.failure.GatewayException with `CONFIGURATION_UNAVAILABLE` if there is
  ///   none
  BackendConfiguration backendFor(Client client, AuthenticatedUser user)
      throws InterruptedException;
}
