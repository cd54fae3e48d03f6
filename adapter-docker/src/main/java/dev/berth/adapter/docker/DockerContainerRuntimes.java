package dev.berth.adapter.docker;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.Leases;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Docker engines, each known once however many connections use it.
public final class DockerContainerRuntimes implements ContainerRuntimes {
  private final ConcurrentMap<EngineEndpoint, Engine> engines = new ConcurrentHashMap<>();

  /// Checks what can be told of an engine's configuration without asking the engine.
  ///
  /// @throws IllegalArgumentException if it cannot be used; it says what
  public static void check(BackendConfiguration configuration) {
    var _ = new EngineSockets(configuration.endpoint());
  }

  @Override
  public ContainerRuntime at(BackendConfiguration configuration) {
    return new DockerContainerRuntime(engine(configuration), configuration);
  }

  @Override
  public Leases leasesAt(BackendConfiguration configuration) {
    return new DockerLeases(engine(configuration), configuration.timeouts().http());
  }

  private Engine engine(BackendConfiguration configuration) {
    try {
      return engines.computeIfAbsent(configuration.endpoint(), Engine::new);
    } catch (IllegalArgumentException unusable) {
      throw GatewayException.backend(
          FailureCode.CONFIGURATION_INVALID,
          "docker.connection: " + unusable.getMessage(),
          unusable);
    }
  }

  @Override
  public void close() {
    engines.values().forEach(Engine::close);
    engines.clear();
  }
}
