package dev.berth.bootstrap.cli;

import dev.berth.adapter.config.ConfigurationFiles;
import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.adapter.sshd.SshdServer;
import dev.berth.bootstrap.assembly.GatewayAssembly;
import dev.berth.bootstrap.assembly.RunningGateway;
import dev.berth.bootstrap.assembly.UncaughtFailures;
import dev.berth.bootstrap.log.EventCode;
import dev.berth.bootstrap.log.LibraryLog;
import dev.berth.bootstrap.log.Log;
import dev.berth.bootstrap.log.LogLine;
import dev.berth.domain.configuration.GatewayConfiguration;
import dev.berth.domain.event.GatewayEvent.InternalFault;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
      "Run the gateway in the foreground. The log goes to stdout unless configured otherwise.",
      "",
      "TERM or INT stops it: nobody is let in any more, sessions have shutdown.gracePeriod to"
          + " finish, then clients are sent away and all containers removed, within 30 seconds."
          + " Each further one ends what is being waited for. HUP reads the configuration again,"
          + " for new connections, and opens log files anew."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by a signal, every session had finished, and every container was removed",
      "1:it cannot start, stderr says why; or it was stopped, but not every container was removed"
          + " in time",
      "2:the command line is wrong",
      "3:stopped by a signal, and every container was removed, but sessions were cut that were"
          + " still open, after shutdown.gracePeriod if there is one",
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
    Signals signals = Signals.heardByThisThread();
    return switch (read()) {
      case Loaded.Invalid invalid -> {
        spec.commandLine().getErr().println(invalid.report());
        yield ExitCodes.CONFIGURATION;
      }
      case Loaded.Valid valid -> run(valid, signals);
    };
  }

  private Loaded read() {
    return ConfigurationFiles.read(
        config.file(), ConfigurationOption.algorithms(), SshdServer::newHostKey);
  }

  private int run(Loaded.Valid valid, Signals signals) {
    GatewayConfiguration configuration = valid.configuration();
    try (FileOutputStream stdout = new FileOutputStream(FileDescriptor.out);
        Log log = Log.open(configuration.log(), stdout, InstantSource.system())) {
      LibraryLog.attach(log);
      UncaughtFailures.tell(log);
      return serve(GatewayAssembly.start(configuration, valid.partials(), log), signals, log);
    } catch (IllegalArgumentException unusable) {
      complain(config.file() + ": " + unusable.getMessage());
      return ExitCodes.CONFIGURATION;
    } catch (IOException cannotStart) {
      complain(String.valueOf(cannotStart.getMessage()));
      return ExitCodes.FAILED;
    }
  }

  private int serve(RunningGateway gateway, Signals signals, Log log) {
    try {
      while (signals.next() == Signals.Request.RELOAD) {
        reload(gateway, log);
      }
      RunningGateway.Outcome outcome = gateway.stop(STOP_DEADLINE);
      if (!outcome.orderly()) {
        return ExitCodes.FAILED;
      }
      return outcome.cut() > 0 ? ExitCodes.SESSIONS_CUT : ExitCodes.OK;
    } catch (InterruptedException hurried) {
      return ExitCodes.FAILED;
    }
  }

  private void reload(RunningGateway gateway, Log log) {
    try {
      log.reopen();
      switch (read()) {
        case Loaded.Invalid invalid -> refuse(log, invalid.report());
        case Loaded.Valid valid -> {
          log.write(adopted(gateway.adopt(valid.configuration(), valid.partials())));
          LibraryLog.adopt(log);
        }
      }
    } catch (IllegalArgumentException unusable) {
      refuse(log, config.file() + ": " + unusable.getMessage());
    } catch (RuntimeException | Error fault) {
      // Whatever it is: those who are connected stay so.
      log.emit(new InternalFault(null, "taking over the configuration that was read again", fault));
    }
  }

  /// @param later what takes effect only when the gateway is started anew
  private static LogLine adopted(List<String> later) {
    LogLine line = LogLine.of(EventCode.CONFIGURATION_RELOADED);
    return later.isEmpty() ? line : line.with("needsRestart", String.join(",", later));
  }

  private static void refuse(Log log, String report) {
    log.write(LogLine.of(EventCode.CONFIGURATION_REFUSED).withReason("problems", report));
  }

  private void complain(String reason) {
    spec.commandLine().getErr().println("berth run: " + reason);
  }
}
