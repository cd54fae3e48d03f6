package dev.berth.bootstrap.cli;

import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.adapter.docker.DockerContainerRuntimes;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ContainerRuntimes;

/// A command that works on the engine of the configuration.
abstract class EngineCommand extends ConfiguredCommand {
  @Override
  final int on(Loaded.Valid valid) {
    try (ContainerRuntimes engines = new DockerContainerRuntimes()) {
      return on(engines, valid.configuration().backend());
    } catch (GatewayException failure) {
      complain(failure.operatorMessage());
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
}
