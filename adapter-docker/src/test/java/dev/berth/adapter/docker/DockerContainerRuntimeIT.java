package dev.berth.adapter.docker;

import dev.berth.domain.container.ImageReference;
import dev.berth.ports.contract.ContainerRuntimeContract;
import dev.berth.ports.contract.LeasesContract;
import dev.berth.ports.contract.ResidentContract;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.Leases;

/// The Docker engine keeps the contract, with dash as the container's shell.
class DockerContainerRuntimeIT extends OnTestEngine
    implements ContainerRuntimeContract, ResidentContract, LeasesContract {
  @Override
  public ContainerRuntime runtime() {
    return runtime;
  }

  @Override
  public Leases leases() {
    return runtimes.leasesAt(TestEngine.configuration(TestEngine.DEMO));
  }

  @Override
  public ImageReference image() {
    return TestEngine.DASH;
  }
}
