package dev.berth.bootstrap.doctor;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.PullPolicy;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.ContainerRuntimes;
import java.util.function.Consumer;

/// Whether the engine is there, has the image, and can bring up a container with what it needs.
final class EngineChecks {
  private EngineChecks() {}

  static void look(ContainerRuntimes engines, BackendConfiguration backend, Consumer<Finding> told)
      throws InterruptedException {
    ContainerRuntime engine;
    try {
      engine = engines.at(backend);
    } catch (GatewayException unusable) {
      told.accept(Finding.failure("engine " + backend.endpoint(), said(unusable)));
      return;
    }
    Finding reached = reached(engine, backend);
    told.accept(reached);
    if (reached.severity() == Finding.Severity.FAILURE) {
      return;
    }
    Finding image = image(engine, backend);
    told.accept(image);
    if (image.severity() != Finding.Severity.FAILURE) {
      ContainerChecks.look(engines, backend, told);
    }
  }

  private static Finding reached(ContainerRuntime engine, BackendConfiguration backend)
      throws InterruptedException {
    String about = "engine " + backend.endpoint();
    try {
      return Finding.ok(about, engine.ping());
    } catch (GatewayException away) {
      return Finding.failure(about, said(away));
    }
  }

  private static Finding image(ContainerRuntime engine, BackendConfiguration backend)
      throws InterruptedException {
    ImageReference image = backend.settings().image();
    String about = "image " + image;
    try {
      if (backend.pullPolicy() != PullPolicy.ALWAYS && engine.imagePresent(image)) {
        return Finding.ok(about, "is there");
      }
      if (backend.pullPolicy() == PullPolicy.NEVER) {
        return Finding.failure(
            about, "is not there, and imagePullPolicy is Never; pull it by hand");
      }
      engine.pull(image, _ -> {});
      return Finding.ok(about, "was pulled");
    } catch (GatewayException failure) {
      return Finding.failure(
          about, said(failure) + "; pull it by hand to see more, or configure another");
    }
  }

  /// What went wrong, for the operator.
  static String said(GatewayException failure) {
    return failure.code() + ": " + failure.operatorMessage();
  }
}
