package dev.berth.bootstrap.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `berth drain`.
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "drain",
    description = {
      "Stop the gateways of this machine that run with a configuration, and wait until they have"
          + " ended.",
      "",
      "They get TERM: nobody is let in any more, and sessions have shutdown.gracePeriod to finish."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:they have ended",
      "1:no gateway runs with that configuration, or it may not be stopped",
      "2:the command line is wrong"
    })
final class DrainCommand implements Callable<Integer> {
  private static final String MAIN = "dev.berth.bootstrap.Main";
  private static final String CONFIG = "--config";

  @Mixin private final ConfigurationOption config = new ConfigurationOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Path file = config.file().toAbsolutePath().normalize();
    List<ProcessHandle> gateways =
        ProcessHandle.allProcesses().filter(process -> runs(process, file)).toList();
    if (gateways.isEmpty()) {
      err.println("berth drain: no gateway of this machine runs with " + file);
      return ExitCodes.FAILED;
    }
    for (ProcessHandle gateway : gateways) {
      if (!gateway.destroy()) {
        err.println("berth drain: process " + gateway.pid() + " may not be stopped by this user");
        return ExitCodes.FAILED;
      }
      err.println("berth drain: waiting for process " + gateway.pid());
    }
    return ended(gateways) ? ExitCodes.OK : ExitCodes.FAILED;
  }

  private static boolean ended(List<ProcessHandle> gateways) {
    try {
      for (ProcessHandle gateway : gateways) {
        var _ = gateway.onExit().get();
      }
      return true;
    } catch (InterruptedException | ExecutionException stopped) {
      return false;
    }
  }

  private static boolean runs(ProcessHandle process, Path file) {
    List<String> line = process.info().arguments().map(List::of).orElse(List.of());
    int main = line.indexOf(MAIN);
    return main >= 0
        && main + 1 < line.size()
        && "run".equals(line.get(main + 1))
        && configuration(process, line.subList(main + 2, line.size()))
            .filter(file::equals)
            .isPresent();
  }

  /// The file that a gateway was started with.
  private static Optional<Path> configuration(ProcessHandle process, List<String> options) {
    String name = "config.yaml";
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      if (option.startsWith(CONFIG + "=")) {
        name = option.substring(CONFIG.length() + 1);
      } else if (option.equals(CONFIG) && i + 1 < options.size()) {
        name = options.get(i + 1);
      }
    }
    try {
      Path folder = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
      return Optional.of(folder.resolve(name).normalize());
    } catch (IOException | InvalidPathException notOurs) {
      return Optional.empty();
    }
  }
}
