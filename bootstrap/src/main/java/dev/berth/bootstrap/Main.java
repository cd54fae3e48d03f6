package dev.berth.bootstrap;

import dev.berth.bootstrap.cli.CommandLineInterface;

/// Starts the program.
public final class Main {
  private Main() {}

  /// Runs the command line and ends the process with its exit code.
  ///
  /// @param args the arguments, without the program's name
  public static void main(String[] args) {
    System.exit(CommandLineInterface.create().execute(args));
  }
}
