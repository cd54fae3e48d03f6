package dev.berth.bootstrap.cli;

import dev.berth.adapter.config.ConfigurationFiles;
import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.adapter.sshd.SshdServer;
import dev.berth.bootstrap.assembly.GatewayAssembly;
import dev.berth.bootstrap.assembly.RunningGateway;
import dev.berth.bootstrap.assembly.UncaughtFailures;
import dev.berth.bootstrap.log.LibraryLog;
import dev.berth.bootstrap.log.Log;
import dev.berth.domain.configuration.GatewayConfiguration;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `berth run`.
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "run",
    description = {
      "Run the gateway in the foreground. The log goes to stdout.",
      "",
      "TERM, INT or HUP stops it: clients are sent away and all containers removed, within 10"
          + " seconds. A second signal does not wait for that."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by a signal, and every container was removed",
      "1:it cannot start, stderr says why; or it was stopped, but not every container was removed"
          + " in time",
      "2:the command line is wrong",
      "78:the configuration is wrong; stderr has a line for each problem"
    })
final class RunCommand implements Callable<Integer> {
  private static final Duration STOP_DEADLINE = Duration.ofSeconds(30);

  @Mixin private final ConfigurationOption config = new ConfigurationOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    StopSignals signals = StopSignals.heardByThisThread();
    return switch (ConfigurationFiles.read(
        config.file(), ConfigurationOption.algorithms(), SshdServer::newHostKey)) {
      case Loaded.Invalid invalid -> {
        spec.commandLine().getErr().println(invalid.report());
        yield ExitCodes.CONFIGURATION;
      }
      case Loaded.Valid valid -> run(valid, signals);
    };
  }

  private int run(Loaded.Valid valid, StopSignals signals) {
    GatewayConfiguration configuration = valid.configuration();
    try (FileOutputStream stdout = new FileOutputStream(FileDescriptor.out);
        Log log = Log.to(stdout, configuration.log(), InstantSource.system())) {
      LibraryLog.attach(log);
      UncaughtFailures.tell(log);
      return serve(GatewayAssembly.start(configuration, valid.partials(), log), signals);
    } catch (IllegalArgumentException unusable) {
      complain(config.file() + ": " + unusable.getMessage());
      return ExitCodes.CONFIGURATION;
    } catch (IOException cannotListen) {
      complain(String.valueOf(cannotListen.getMessage()));
      return ExitCodes.FAILED;
    }
  }

  private static int serve(RunningGateway gateway, StopSignals signals) {
    try {
      signals.await();
      return gateway.stop(STOP_DEADLINE) ? ExitCodes.OK : ExitCodes.FAILED;
    } catch (InterruptedException hurried) {
      return ExitCodes.FAILED;
    }
  }

  private void complain(String reason) {
    spec.commandLine().getErr().println("berth run: " + reason);
  }
}
