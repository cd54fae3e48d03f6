package dev.berth.ports.driven;

import dev.berth.domain.configuration.BackendConfiguration;

/// Container engines, found by what a connection's configuration says of them.
public interface ContainerRuntimes extends AutoCloseable {
  /// The engine at the configuration's endpoint, with the configuration's timeouts and registry
  /// credentials. Does not block and does not call the engine; connections to one engine are
  /// shared.
  ContainerRuntime at(BackendConfiguration configuration);

  /// The leases at the engine of the configuration's endpoint. Does not block and does not call the
  /// engine.
  Leases leasesAt(BackendConfiguration configuration);

  /// Lets go of all connections.
  @Override
  void close();
}
