package dev.berth.bootstrap.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `berth`, which only holds the commands.
@Command(
    name = "berth",
    description = "An SSH gateway that gives every connection its own container.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      ConfigCommand.class,
      DoctorCommand.class,
      ExplainCommand.class,
      PsCommand.class,
      ReapCommand.class,
      DrainCommand.class,
      HashPasswordCommand.class,
      CompletionCommand.class,
      VersionCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "'berth help COMMAND' or 'berth COMMAND --help' tells more about a command.",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:it failed, stderr says why", "2:the command line is wrong"})
final class BerthCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
