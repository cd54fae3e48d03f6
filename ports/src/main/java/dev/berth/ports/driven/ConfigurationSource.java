package dev.berth.ports.driven;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;

/// Finds the configuration of one connection.
@FunctionalInterface
public interface ConfigurationSource {
  /// The configuration that a user's connection gets. Blocks; called on a virtual thread.
  ///
  /// @throws dev.berth.domain.failure.GatewayException with `CONFIGURATION_UNAVAILABLE` if there is
  ///   none, or `CONFIGURATION_INVALID` if it cannot be used
  ConnectionConfiguration configurationFor(Client client, AuthenticatedUser user)
      throws InterruptedException;

  /// The same for everybody.
  static ConfigurationSource fixed(ConnectionConfiguration configuration) {
    return (_, _) -> configuration;
  }

  /// The same containers for everybody, and everything permitted.
  static ConfigurationSource fixed(BackendConfiguration backend) {
    return fixed(ConnectionConfiguration.of(backend));
  }
}
