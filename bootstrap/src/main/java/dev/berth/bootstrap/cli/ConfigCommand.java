package dev.berth.bootstrap.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `berth config`, which only holds the commands.
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "config",
    description = "Look at configurations.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CheckConfigCommand.class,
      DumpConfigCommand.class,
      ConfigSchemaCommand.class,
      HelpCommand.class
    })
final class ConfigCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
