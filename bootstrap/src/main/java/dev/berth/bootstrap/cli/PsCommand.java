package dev.berth.bootstrap.cli;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.Labels;
import dev.berth.ports.driven.ContainerRuntimes;
import java.time.Instant;
import picocli.CommandLine.Command;

/// `berth ps`.
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "ps",
    description = "List the containers of all gateways on the configured engine.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they are on stdout",
      "1:the engine cannot be asked; stderr says why",
      "2:the command line is wrong",
      "78:the configuration is wrong; stderr has a line for each problem"
    })
final class PsCommand extends EngineCommand {
  @Override
  int on(ContainerRuntimes engines, BackendConfiguration backend) throws InterruptedException {
    ContainerTable.lines(
            engines.at(backend).listLabelled(Labels.INSTANCE),
            engines.leasesAt(backend).all(),
            Instant.now())
        .forEach(out()::println);
    return ExitCodes.OK;
  }
}
