package dev.berth.adapter.docker;

import dev.berth.domain.container.ImageReference;
import dev.berth.ports.contract.ContainerRuntimeContract;
import dev.berth.ports.contract.LeasesContract;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.Leases;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// The Docker engine keeps the contract, with dash as the container's shell.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerContainerRuntimeIT implements ContainerRuntimeContract, LeasesContract {
  private final DockerContainerRuntimes runtimes = new DockerContainerRuntimes();
  private ContainerRuntime runtime = runtimes.at(TestEngine.configuration(TestEngine.DEMO));

  @BeforeAll
  void connect() throws InterruptedException {
    runtime = TestEngine.runtime(runtimes);
  }

  @AfterAll
  void disconnect() {
    runtimes.close();
  }

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
