package dev.berth.adapter.docker;

import dev.berth.domain.container.Invocation;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import java.util.ArrayList;
import java.util.List;

/// What is really started in a container: a few lines of POSIX shell that tell the program's PID
/// and then become the program. Only builtins are used, so that the image needs nothing but
/// `/bin/sh`.
final class LaunchScript {
  static final String SHELL = "/bin/sh";

  /// The longest single argument that Linux takes, without its NUL (`MAX_ARG_STRLEN`).
  static final int LONGEST_ARGUMENT = 128 * 1024 - 1;

  /// The variables have names that no user has, because an inherited variable would be passed on
  /// changed.
  ///
  /// Tells PID and which files stdout and stderr are (Linux 5.14 says; nothing before), then
  /// becomes the program.
  private static final String ANNOUNCE =
      "__bo= __be=;{ while read -r __bk __bv;do case $__bk in ino:)__bo=$__bv;esac;done"
          + " </proc/$$/fdinfo/1;while read -r __bk __bv;do case $__bk in ino:)__be=$__bv;esac;done"
          + " </proc/$$/fdinfo/2;} 2>/dev/null;echo \"$1$$,$__bo,$__be,\";shift;";

  /// With a terminal it waits for a line, before which the terminal gets its size.
  private static final String WAIT = "read -r __bk;";

  private static final String BECOME = "exec \"$@\"";

  /// Puts a command together from `%b` pieces. The dots keep newlines at a piece's end from being
  /// dropped.
  private static final String REBUILD =
      "__bc=;for __bp;do __bp=$(printf %b. \"$__bp\");__bc=$__bc${__bp%.};done;"
          + "exec /bin/sh -c -- \"$__bc\"";

  /// Octal makes five characters of a byte.
  private static final int PIECE = 16 * 1024;

  private LaunchScript() {}

  /// The argument vector of an exec.
  ///
  /// @param marker what the announcement starts with
  static List<String> announced(String marker, boolean terminal, Invocation invocation) {
    List<String> argv = new ArrayList<>();
    argv.add(SHELL);
    argv.add("-c");
    argv.add(terminal ? ANNOUNCE + WAIT + BECOME : ANNOUNCE + BECOME);
    argv.add("sh");
    argv.add(marker);
    argv.addAll(plain(invocation));
    return argv;
  }

  /// The argument vector of the program itself.
  static List<String> plain(Invocation invocation) {
    return switch (invocation) {
      case Invocation.Arguments arguments -> arguments.argv();
      case Invocation.ShellCommand shell -> shellCommand(shell.command());
      case Invocation.ImageDefault _ ->
          throw new IllegalArgumentException("the image's own command has no argument vector");
    };
  }

  private static List<String> shellCommand(Command command) {
    if (command.length() > LONGEST_ARGUMENT) {
      throw GatewayException.refused(
          FailureCode.BAD_REQUEST,
          "the command has %d bytes, and no program can be given more than %d"
              .formatted(command.length(), LONGEST_ARGUMENT));
    }
    return command
        .text()
        .map(text -> List.of(SHELL, "-c", "--", text))
        .orElseGet(() -> rebuilt(command.bytes()));
  }

  private static List<String> rebuilt(byte[] bytes) {
    List<String> argv = new ArrayList<>(List.of(SHELL, "-c", REBUILD, "sh"));
    for (int at = 0; at < bytes.length; at += PIECE) {
      argv.add(escaped(bytes, at, Math.min(bytes.length, at + PIECE)));
    }
    return argv;
  }

  private static String escaped(byte[] bytes, int from, int to) {
    StringBuilder piece = new StringBuilder();
    for (int i = from; i < to; i++) {
      int b = bytes[i] & 0xff;
      if (b >= 0x80 || b == '\\') {
        piece.append("\\0");
        piece.append((char) ('0' + (b >> 6)));
        piece.append((char) ('0' + (b >> 3 & 7)));
        piece.append((char) ('0' + (b & 7)));
      } else {
        piece.append((char) b);
      }
    }
    return piece.toString();
  }
}
