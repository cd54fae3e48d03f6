package dev.berth.adapter.docker;

import dev.berth.domain.container.Invocation;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is really started in a container: a few lines of POSIX shell that tell the program's PID
/// and then become the program. Only builtins are used, so that the image needs nothing but
/// `/bin/sh`; a terminal is set by `stty` where the image has it.
final class LaunchScript {
  static final String SHELL = "/bin/sh";

  /// The variable that tells the processes of one program from all others.
  static final String MARK = "BERTH_PROGRAM";

  /// The longest single argument that Linux takes, without its NUL (`MAX_ARG_STRLEN`).
  static final int LONGEST_ARGUMENT = 128 * 1024 - 1;

  /// The scripts' variables have names that no user has, because an inherited variable would be
  /// passed on changed.
  ///
  /// Sets what a login sets, from the account of the user that the program runs as, where it is not
  /// set. A builtin reads a file byte by byte, so it does not read on for ever.
  private static final String ACCOUNT =
      "__bu= __bn=0;while read -r __bk __bv __bw;do case $__bk in Uid:)__bu=$__bv;break;esac;done"
          + " 2>/dev/null </proc/$$/status;[ -z \"$__bu\" ]||while [ $__bn -lt 200 ]&&IFS=: read"
          + " -r __bk __bw __bv __bw __bw __bh __bs;do __bn=$((__bn+1));if [ \"$__bv\" = \"$__bu\""
          + " ];then : \"${USER=$__bk}\" \"${LOGNAME=$__bk}\" \"${HOME=$__bh}\""
          + " \"${SHELL=${__bs:-/bin/sh}}\";export USER LOGNAME HOME SHELL;break;fi;done"
          + " 2>/dev/null </etc/passwd;";

  /// Finds the terminal's name; nothing else but the program `tty` would.
  private static final String NAME_TERMINAL =
      "for __bk in /dev/pts/[0-9]*;do if [ \"$__bk\" -ef /proc/$$/fd/0 ];then"
          + " SSH_TTY=$__bk;export SSH_TTY;break;fi;done 2>/dev/null;";

  /// Tells PID and which files stdout and stderr are (Linux 5.14 says; nothing before).
  private static final String ANNOUNCE =
      "__bo= __be=;{ while read -r __bk __bv;do case $__bk in ino:)__bo=$__bv;esac;done"
          + " </proc/$$/fdinfo/1;while read -r __bk __bv;do case $__bk in ino:)__be=$__bv;esac;done"
          + " </proc/$$/fdinfo/9;} 9>&2 2>/dev/null;echo \"$1$$,$__bo,$__be,\";";

  /// Sets the terminal as the client's is: at once, or word by word where the image's `stty` does
  /// not know all of them. Its variables end with it.
  private static final String SET_TERMINAL =
      "[ -z \"$2\" ]||(set -f;IFS=' :';stty $2||{ IFS=' ';for w in $2;do IFS=:;stty $w;IFS='"
          + " ';done;}) >/dev/null 2>&1;";

  /// With a terminal it waits for a line, before which the terminal gets its size. Then it says its
  /// marker again, so that what was shown of the line can be told from the program's output.
  private static final String WAIT = "read -r __bk;" + SET_TERMINAL + "echo \"$1\";";

  /// Without what was for the script itself.
  private static final String BECOME = "shift 2;exec \"$@\"";

  private static final String FOR_PIPES = ACCOUNT + ANNOUNCE + BECOME;

  private static final String FOR_TERMINAL = ACCOUNT + NAME_TERMINAL + ANNOUNCE + WAIT + BECOME;

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
  static List<String> announced(String marker, Optional<Terminal> terminal, Invocation invocation) {
    return scripted(
        terminal.isPresent() ? FOR_TERMINAL : FOR_PIPES,
        marker,
        terminal.map(SttyWords::modes).orElse(""),
        plain(invocation));
  }

  /// The argument vector of a container's own program. A shell that is there anyway sets the
  /// terminal before the command runs; for other programs the engine has to do.
  static List<String> own(Invocation invocation, Optional<Terminal> terminal) {
    List<String> argv = plain(invocation);
    String words = terminal.map(SttyWords::all).orElse("");
    return invocation instanceof Invocation.ShellCommand && !words.isEmpty()
        ? scripted(SET_TERMINAL + BECOME, "", words, argv)
        : argv;
  }

  private static List<String> scripted(
      String script, String marker, String words, List<String> program) {
    List<String> argv = new ArrayList<>(List.of(SHELL, "-c", script, "sh", marker, words));
    argv.addAll(program);
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
