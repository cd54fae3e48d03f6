package dev.berth.bootstrap.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `berth completion`.
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "completion",
    description = {
      "Print a script that lets bash and zsh complete commands and options.",
      "",
      "In bash: source <(berth completion)"
    })
final class CompletionCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().print(AutoComplete.bash("berth", spec.root().commandLine()));
    spec.commandLine().getOut().flush();
  }
}
