package dev.berth.bootstrap.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.configuration.LogConfiguration;
import dev.berth.domain.configuration.LogConfiguration.Destination;
import dev.berth.domain.configuration.LogConfiguration.Format;
import dev.berth.domain.configuration.LogConfiguration.LogFile;
import dev.berth.domain.configuration.LogConfiguration.Syslog;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.Severity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class LogDestinationsTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-02-03T04:05:06.7Z"));
  private static final GatewayEvent EVENT = new GatewayEvent.GatewayStopping();

  @TempDir private Path folder;

  @Test
  void aFileIsWrittenBehindWhatIsInIt() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "before\n");

    try (Log log = open(new LogFile(file))) {
      log.emit(EVENT);
    }

    assertThat(file).content().startsWith("before\n").contains("GATEWAY_STOPPING").endsWith("\n");
  }

  @Test
  void aFileThatWasMovedAwayIsMadeAnewWhenAsked() throws IOException {
    Path file = folder.resolve("log");
    Path moved = folder.resolve("log.1");
    try (Log log = open(new LogFile(file))) {
      log.emit(EVENT);
      await().until(() -> Files.size(file) > 0);
      Files.move(file, moved);
      log.emit(EVENT);
      log.reopen();
      log.emit(EVENT);
    }

    assertThat(Files.readAllLines(moved)).hasSize(2);
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void aFileThatCannotBeMadeAnewGoesOnWhereItWas() throws IOException {
    Path sub = Files.createDirectory(folder.resolve("sub"));
    Path file = sub.resolve("log");
    try (Log log = open(new LogFile(file))) {
      Files.move(sub, folder.resolve("elsewhere"));
      log.reopen();
      log.emit(EVENT);
    }

    assertThat(Files.readAllLines(folder.resolve("elsewhere/log")))
        .anyMatch(line -> line.contains("LOG_NOT_REOPENED") && line.contains(sub.toString()))
        .anyMatch(line -> line.contains("GATEWAY_STOPPING"));
  }

  @Test
  void aFileThatCannotBeOpenedIsAnErrorThatSaysWhy() {
    Path file = folder.resolve("no/log");

    assertThatThrownBy(() -> open(new LogFile(file)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("does not exist");
  }

  @Test
  void aLoggerElsewhereGetsEachLineAsARfc5424Message() throws IOException {
    try (DatagramSocket logger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + logger.getLocalPort();
      try (Log log = open(new Syslog(address, 16, "gate", true))) {
        log.emit(EVENT);
      }
      DatagramPacket packet = new DatagramPacket(new byte[9000], 9000);
      logger.receive(packet);

      assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8))
          .matches(
              "<133>1 2026-02-03T04:05:06\\.700Z \\S+ gate %d GATEWAY_STOPPING - 2026-.*[^\n]"
                  .formatted(ProcessHandle.current().pid()));
    }
  }

  @Test
  void levelAndFormatCanChange() throws IOException {
    Path file = folder.resolve("log");
    try (Log log = open(new LogFile(file))) {
      log.adopt(new LogConfiguration(Severity.WARNING, Format.LJSON, new LogFile(file)));
      log.emit(EVENT);
      log.emit(new GatewayEvent.NobodyCanLogIn());
    }

    assertThat(Files.readAllLines(file)).singleElement().asString().startsWith("{");
  }

  private static Log open(Destination destination) throws IOException {
    return Log.open(
        new LogConfiguration(Severity.DEBUG, Format.TEXT, destination),
        OutputStream.nullOutputStream(),
        CLOCK);
  }
}
