package dev.berth.ports.driven;

import dev.berth.domain.configuration.ConnectionConfiguration;

/// Completes configurations that say only what is different for a connection.
@FunctionalInterface
public interface PartialConfigurations {
  /// The configuration of the gateway with what a partial one says of it instead.
  ///
  /// @param json an object with sections as the configuration file has them
  /// @throws dev.berth.domain.failure.GatewayException with `CONFIGURATION_INVALID` if the result
  ///   cannot be used, with all that is wrong for the operator
  ConnectionConfiguration complete(String json);
}
