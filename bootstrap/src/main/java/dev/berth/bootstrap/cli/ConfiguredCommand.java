package dev.berth.bootstrap.cli;

import dev.berth.adapter.config.ConfigurationFiles;
import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that needs a configuration without faults, and makes nothing.
abstract class ConfiguredCommand implements Callable<Integer> {
  @Mixin private final ConfigurationOption config = new ConfigurationOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public final Integer call() {
    return switch (ConfigurationFiles.read(config.file(), ConfigurationOption.algorithms())) {
      case Loaded.Invalid invalid -> wrong(invalid.report());
      case Loaded.Valid valid -> on(valid);
    };
  }

  /// Does the work.
  ///
  /// @return the exit code
  abstract int on(Loaded.Valid valid);

  /// The configuration is wrong.
  ///
  /// @return the exit code for that
  final int wrong(String report) {
    err().println(report);
    return ExitCodes.CONFIGURATION;
  }

  final void complain(String reason) {
    err().println(spec.qualifiedName() + ": " + reason);
  }

  /// The configuration's file.
  final Path file() {
    return config.file();
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
