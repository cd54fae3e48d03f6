package dev.berth.bootstrap.cli;

import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.bootstrap.assembly.GatewayAssembly;
import picocli.CommandLine.Command;

/// `berth config check`.
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "check",
    description = {
      "Check a configuration, with the keys and certificates that it names.",
      "",
      "Nothing is started and nobody is asked."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it can be used",
      "2:the command line is wrong",
      "78:it is wrong; stderr has a line for each problem"
    })
final class CheckConfigCommand extends ConfiguredCommand {
  @Override
  int on(Loaded.Valid valid) {
    try {
      GatewayAssembly.check(valid.configuration(), valid.partials());
    } catch (IllegalArgumentException unusable) {
      return wrong(file() + ": " + unusable.getMessage());
    }
    out().println(file() + ": can be used");
    return ExitCodes.OK;
  }
}
