package dev.berth.bootstrap.cli;

import dev.berth.adapter.auth.PasswordHashes;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `berth hash-password`.
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "hash-password",
    description = {
      "Hash a password for auth.static.users.NAME.passwordHash.",
      "",
      "At a terminal it asks twice, without echo; else it reads one line from stdin."
          + " The hash is the only output."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the hash is on stdout",
      "1:the password cannot be taken; stderr says why",
      "2:the command line is wrong"
    })
final class HashPasswordCommand implements Callable<Integer> {
  @Option(
      names = "--bcrypt",
      description = "Make a bcrypt hash, which older programs read, instead of argon2id.")
  private boolean bcrypt;

  @Parameters(
      arity = "0..*",
      // The completion script needs a letter in it.
      paramLabel = "-(stdin)",
      description = "Read from stdin, also at a terminal.")
  private List<String> arguments = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    boolean fromStdin = arguments.equals(List.of("-"));
    if (!fromStdin && !arguments.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "a password on the command line shows to everybody on this machine; pipe it in instead");
    }
    try {
      char[] password = PasswordSource.ofThisProcess().read(fromStdin);
      spec.commandLine().getOut().println(hash(password));
      Arrays.fill(password, ' ');
      return ExitCodes.OK;
    } catch (IllegalArgumentException unusable) {
      spec.commandLine().getErr().println("berth hash-password: " + unusable.getMessage());
      return ExitCodes.FAILED;
    }
  }

  private String hash(char[] password) {
    return bcrypt
        ? PasswordHashes.bcrypt(password, PasswordHashes.DEFAULT_BCRYPT_COST)
        : PasswordHashes.argon2id(password);
  }
}
