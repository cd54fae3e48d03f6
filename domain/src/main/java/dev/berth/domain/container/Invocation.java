package dev.berth.domain.container;

import dev.berth.domain.session.Command;
import java.util.List;

/// What exactly is executed in a container.
public sealed interface Invocation {
  /// A command for the container's `/bin/sh -c`, byte for byte.
  ///
  /// @param command the bytes
  record ShellCommand(Command command) implements Invocation {}

  /// A program with its arguments, without a shell's interpretation.
  ///
  /// @param argv program and arguments, at least one
  record Arguments(List<String> argv) implements Invocation {
    public Arguments {
      argv = List.copyOf(argv);
      if (argv.isEmpty()) {
        throw new IllegalArgumentException("a program needs a name");
      }
    }
  }

  /// The image's own command; only a container's own program can be that.
  record ImageDefault() implements Invocation {}
}
