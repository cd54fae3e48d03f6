package dev.berth.ports.fake;

import dev.berth.domain.container.ImageReference;
import dev.berth.ports.contract.ContainerRuntimeContract;
import dev.berth.ports.contract.LeasesContract;
import dev.berth.ports.contract.ResidentContract;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.Leases;

class InMemoryEngineTest implements ContainerRuntimeContract, ResidentContract, LeasesContract {
  private final InMemoryEngine engine = InMemoryEngine.withImage("image");

  @Override
  public ContainerRuntime runtime() {
    return engine;
  }

  @Override
  public Leases leases() {
    return engine.leases();
  }

  @Override
  public ImageReference image() {
    return new ImageReference("image");
  }
}
