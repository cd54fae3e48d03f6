package dev.berth.bootstrap.cli;

import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.bootstrap.assembly.Explanation;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.failure.GatewayException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `berth explain`.
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "explain",
    description = {
      "Show what a user would get: the configuration of their connection and the exact request to"
          + " create its container.",
      "",
      "Nobody has to prove anything, no server is asked about them but the configuration server,"
          + " and nothing is made. Secrets show as ***."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it is on stdout",
      "1:the user would be refused, or the engine cannot be asked; stderr says why",
      "2:the command line is wrong",
      "78:the configuration is wrong; stderr has a line for each problem"
    })
final class ExplainCommand extends ConfiguredCommand {
  @Parameters(paramLabel = "USER", description = "The name that the user is authenticated by.")
  private String user = "";

  @Option(
      names = "--from",
      paramLabel = "IP",
      defaultValue = "127.0.0.1",
      description = "The address that they connect from. Default: ${DEFAULT-VALUE}")
  private String from = "127.0.0.1";

  @Override
  int on(Loaded.Valid valid) {
    try {
      String text =
          Explanation.of(valid.configuration(), valid.partials(), valid.effective()::connection)
              .about(
                  new Username(user),
                  RemoteAddress.of(new InetSocketAddress(InetAddress.ofLiteral(from), 0)));
      out().print(valid.effective().withoutSecrets(text));
      out().flush();
      return ExitCodes.OK;
    } catch (GatewayException refused) {
      complain(valid.effective().withoutSecrets(refused.code() + ": " + refused.operatorMessage()));
      return ExitCodes.FAILED;
    } catch (IllegalArgumentException wrong) {
      complain(String.valueOf(wrong.getMessage()));
      return ExitCodes.USAGE;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return ExitCodes.FAILED;
    }
  }
}
