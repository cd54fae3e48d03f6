package dev.berth.adapter.docker;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ContainerRuntime;
import java.net.URI;
import java.util.Optional;

/// The engine that the integration tests run on, with its images; says how to get them where they
/// are missing.
final class TestEngine {
  static final ImageReference DEMO = new ImageReference("berth-demo:latest");
  static final ImageReference DASH = new ImageReference("berth-test/dash:latest");
  static final ImageReference NO_SHELL = new ImageReference("berth-test/no-shell:latest");
  static final ImageReference AGENT = new ImageReference("berth-test/agent:latest");
  static final ImageReference ENTRYPOINT = new ImageReference("berth-test/entrypoint:latest");

  private TestEngine() {}

  static EngineEndpoint endpoint() {
    return Optional.ofNullable(System.getenv("DOCKER_HOST"))
        .map(host -> new EngineEndpoint(URI.create(host), Optional.empty()))
        .orElse(EngineEndpoint.DEFAULT);
  }

  static BackendConfiguration configuration(ImageReference image) {
    return BackendConfiguration.of(image).withEndpoint(endpoint());
  }

  /// A runtime on an engine that answers and has the images.
  static ContainerRuntime runtime(DockerContainerRuntimes runtimes) throws InterruptedException {
    ContainerRuntime runtime = runtimes.at(configuration(DEMO));
    try {
      for (ImageReference image : new ImageReference[] {DEMO, DASH, NO_SHELL, AGENT, ENTRYPOINT}) {
        if (!runtime.imagePresent(image)) {
          throw new AssertionError(image + " is missing; run scripts/make-images --tests");
        }
      }
    } catch (GatewayException unreachable) {
      throw new AssertionError(
          "these tests need a Docker engine at "
              + endpoint()
              + " (or DOCKER_HOST): on Debian, as root, apt-get install docker.io iptables and"
              + " start dockerd; then run scripts/make-images --tests",
          unreachable);
    }
    return runtime;
  }
}
