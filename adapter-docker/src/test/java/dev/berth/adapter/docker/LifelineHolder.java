package dev.berth.adapter.docker;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.Labels;
import dev.berth.domain.session.Environment;
import dev.berth.ports.driven.ContainerRuntime;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A gateway's place holder for tests that kill it: starts a container with the label that it is
/// told, says so, and holds it.
final class LifelineHolder {
  static final String LABEL = "berth.killed";

  private LifelineHolder() {}

  static void main(String[] arguments) throws InterruptedException {
    ContainerRuntime runtime =
        new DockerContainerRuntimes().at(TestEngine.configuration(TestEngine.DEMO));
    runtime.startHost(
        runtime.create(
            new ContainerSpec(
                "berth-killed-" + arguments[0],
                TestEngine.configuration(TestEngine.DEMO).settings(),
                new ContainerRole.Host(BackendConfiguration.DEFAULT_IDLE_COMMAND),
                Environment.empty(),
                new Labels(Map.of(LABEL, arguments[0])))));
    System.out.println("holding");
    new CountDownLatch(1).await();
  }
}
