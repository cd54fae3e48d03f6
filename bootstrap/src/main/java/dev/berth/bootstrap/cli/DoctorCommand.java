package dev.berth.bootstrap.cli;

import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.adapter.docker.DockerContainerRuntimes;
import dev.berth.bootstrap.doctor.Doctor;
import dev.berth.ports.driven.ContainerRuntimes;
import picocli.CommandLine.Command;

/// `berth doctor`.
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "doctor",
    description = {
      "Look for what would keep the gateway from working: its file, keys and ports, the servers"
          + " that it asks, the engine, the image and what is in it.",
      "",
      "It prints a line for each, with what to do where something is wrong. Servers are asked about"
          + " user berth-doctor, the image is pulled if a login would pull it, and a container is"
          + " made and removed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing failed",
      "1:something failed",
      "2:the command line is wrong",
      "78:the configuration is wrong; stderr has a line for each problem"
    })
final class DoctorCommand extends ConfiguredCommand {
  @Override
  int on(Loaded.Valid valid) {
    try (ContainerRuntimes engines = new DockerContainerRuntimes()) {
      boolean well =
          Doctor.examine(
              file(),
              valid.effective().whole().contains("***"),
              valid.configuration(),
              valid.partials(),
              engines,
              finding -> {
                out().println(finding);
                out().flush();
              });
      return well ? ExitCodes.OK : ExitCodes.FAILED;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ExitCodes.FAILED;
    }
  }
}
