package dev.berth.bootstrap.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Builds the command line with all its commands.
public final class CommandLineInterface {
  private CommandLineInterface() {}

  /// The command line of the process.
  public static CommandLine create() {
    CommandLine berth = new CommandLine(new BerthCommand());
    berth.setParameterExceptionHandler((wrong, _) -> explain(wrong));
    berth.setExecutionExceptionHandler((failure, command, _) -> report(failure, command));
    return berth;
  }

  /// Says what is wrong, what may have been meant, and where help is.
  private static int explain(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(name(command) + ": " + wrong.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(wrong, err)
        && !command.getSubcommands().isEmpty()) {
      err.println("Commands: " + String.join(", ", command.getSubcommands().keySet()));
    }
    err.println("Try '" + name(command) + " --help'.");
    return ExitCodes.USAGE;
  }

  /// A mistake of ours: what users can bring about is told by each command itself.
  private static int report(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println(name(command) + ": unexpected failure, please report it:");
    failure.printStackTrace(err);
    return ExitCodes.FAILED;
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }
}
