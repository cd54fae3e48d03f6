package dev.berth.ports.fake;

import dev.berth.domain.container.ImageReference;
import dev.berth.ports.contract.ContainerRuntimeContract;
import dev.berth.ports.driven.ContainerRuntime;

class InMemoryEngineTest implements ContainerRuntimeContract {
  private final InMemoryEngine engine = InMemoryEngine.withImage("image");

  @Override
  public ContainerRuntime runtime() {
    return engine;
  }

  @Override
  public ImageReference image() {
    return new ImageReference("image");
  }
}
