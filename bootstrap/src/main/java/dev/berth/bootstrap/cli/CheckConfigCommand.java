package dev.berth.bootstrap.cli;

import dev.berth.adapter.config.ConfigurationFiles;
import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.bootstrap.assembly.GatewayAssembly;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
final class CheckConfigCommand implements Callable<Integer> {
  @Mixin private final ConfigurationOption config = new ConfigurationOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    return switch (ConfigurationFiles.read(config.file(), ConfigurationOption.algorithms())) {
      case Loaded.Invalid invalid -> wrong(invalid.report());
      case Loaded.Valid valid -> checked(valid);
    };
  }

  private int checked(Loaded.Valid valid) {
    try {
      GatewayAssembly.check(valid.configuration(), valid.partials());
    } catch (IllegalArgumentException unusable) {
      return wrong(config.file() + ": " + unusable.getMessage());
    }
    spec.commandLine().getOut().println(config.file() + ": can be used");
    return ExitCodes.OK;
  }

  private int wrong(String report) {
    spec.commandLine().getErr().println(report);
    return ExitCodes.CONFIGURATION;
  }
}
