package dev.berth.bootstrap.cli;

import dev.berth.adapter.config.ConfigurationFiles;
import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.adapter.docker.DockerContainerRuntimes;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ContainerRuntimes;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that works on the engine of the configuration.
abstract class EngineCommand implements Callable<Integer> {
  @Mixin private final ConfigurationOption config = new ConfigurationOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public final Integer call() {
    return switch (ConfigurationFiles.read(config.file(), ConfigurationOption.algorithms())) {
      case Loaded.Invalid invalid -> {
        err().println(invalid.report());
        yield ExitCodes.CONFIGURATION;
      }
      case Loaded.Valid valid -> reached(valid.configuration().backend());
    };
  }

  private int reached(BackendConfiguration backend) {
    try (ContainerRuntimes engines = new DockerContainerRuntimes()) {
      return on(engines, backend);
    } catch (GatewayException failure) {
      complain(failure);
      return ExitCodes.FAILED;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ExitCodes.FAILED;
    }
  }

  /// Does the work.
  ///
  /// @return the exit code
  abstract int on(ContainerRuntimes engines, BackendConfiguration backend)
      throws InterruptedException;

  final void complain(GatewayException failure) {
    err().println(spec.qualifiedName() + ": " + failure.operatorMessage());
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
