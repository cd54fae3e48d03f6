package dev.berth.adapter.docker;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.Leases;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Docker engines, each known once however many connections use it.
public final class DockerContainerRuntimes implements ContainerRuntimes {
  private final ConcurrentMap<EngineEndpoint, Engine> engines = new ConcurrentHashMap<>();

  @Override
  public ContainerRuntime at(BackendConfiguration configuration) {
    return new DockerContainerRuntime(engine(configuration), configuration);
  }

  @Override
  public Leases leasesAt(BackendConfiguration configuration) {
    return new DockerLeases(engine(configuration), configuration.timeouts().http());
  }

  private Engine engine(BackendConfiguration configuration) {
    return engines.computeIfAbsent(configuration.endpoint(), Engine::new);
  }

  @Override
  public void close() {
    engines.values().forEach(Engine::close);
    engines.clear();
  }
}
