package dev.berth.bootstrap.cli;

import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import picocli.CommandLine.Command;

/// `berth config dump`.
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "dump",
    description = {
      "Print a configuration as it takes effect, with all defaults.",
      "",
      "Secrets show as ***, references such as $${env:NAME} as they are written."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is on stdout",
      "2:the command line is wrong",
      "78:the configuration is wrong; stderr has a line for each problem"
    })
final class DumpConfigCommand extends ConfiguredCommand {
  @Override
  int on(Loaded.Valid valid) {
    out().print(valid.effective().whole());
    out().flush();
    return ExitCodes.OK;
  }
}
