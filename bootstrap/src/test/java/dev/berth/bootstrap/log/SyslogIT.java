package dev.berth.bootstrap.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.LogConfiguration;
import dev.berth.domain.configuration.LogConfiguration.Format;
import dev.berth.domain.configuration.LogConfiguration.Syslog;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.Severity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A logger at a socket as syslogd has it, in Python: Java has no such sockets.
@Timeout(60)
final class SyslogIT {
  /// Tells when it listens, then prints two messages.
  private static final String LOGGER =
      """
      import socket, sys
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(sys.argv[1])
      print('ready', flush=True)
      for _ in range(2):
          print(s.recv(9000).decode(), flush=True)
      """;

  @TempDir private Path folder;

  @Test
  void aLoggerOfThisMachineGetsEachLineAsSyslogSendsItAlsoAfterItsRestart() throws Exception {
    Path socket = folder.resolve("log");
    try (Log log =
        Log.open(
            new LogConfiguration(
                Severity.DEBUG, Format.TEXT, new Syslog(socket.toString(), 3, "gate", false)),
            OutputStream.nullOutputStream(),
            InstantSource.system())) {
      assertThat(received(socket, log))
          .hasSize(2)
          .allMatch(line ->
              line.matches("<29>[A-Z][a-z]{2} [ 0-9]\\d \\d\\d:\\d\\d:\\d\\d gate: 2.*STOPPING.*"));
      assertThat(socket.toFile().delete()).isTrue();
      assertThat(received(socket, log)).hasSize(2);
    }
  }

  private static List<String> received(Path socket, Log log)
      throws IOException, InterruptedException {
    Process logger = new ProcessBuilder("python3", "-c", LOGGER, socket.toString()).start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = logger.inputReader(UTF_8)) {
      assertThat(out.readLine()).isEqualTo("ready");
      log.emit(new GatewayEvent.GatewayStopping());
      log.emit(new GatewayEvent.GatewayStopping());
      out.lines().forEach(lines::add);
      assertThat(logger.waitFor()).isZero();
    } finally {
      logger.destroyForcibly();
    }
    return lines;
  }
}
