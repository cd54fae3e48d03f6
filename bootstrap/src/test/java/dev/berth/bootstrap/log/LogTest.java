package dev.berth.bootstrap.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.configuration.LogConfiguration;
import dev.berth.domain.configuration.LogConfiguration.Format;
import dev.berth.domain.configuration.LogConfiguration.StandardOutput;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class LogTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @EnumSource
  void onlyLinesAsSevereAsTheLevelShow(Severity level) {
    try (Log log =
        Log.to(out, new LogConfiguration(level, Format.TEXT, new StandardOutput()), CLOCK)) {
      SampleEvents.ALL.forEach(log::emit);
    }

    List<String> wanted =
        SampleEvents.ALL.stream()
            .map(EventLines::of)
            .filter(line -> line.severity().compareTo(level) <= 0)
            .map(line -> line.code().name())
            .toList();
    assertThat(shown().stream().map(line -> line.split(" ", 4)[2]).toList()).isEqualTo(wanted);
  }

  @Test
  void ofAConnectionMoreMayBeToldThanOfOthersAndNeverLess() {
    Client other = new Client(new ConnectionId("5eed"), SampleEvents.CLIENT.address(), "");
    try (Log log =
        Log.to(
            out, new LogConfiguration(Severity.INFO, Format.TEXT, new StandardOutput()), CLOCK)) {
      for (Client client : List.of(SampleEvents.CLIENT, other)) {
        log.emit(new GatewayEvent.ConnectionOpened(client));
      }
      log.emit(new GatewayEvent.DetailAsked(SampleEvents.CONNECTION, Severity.DEBUG));
      log.emit(new GatewayEvent.DetailAsked(other.id(), Severity.EMERGENCY));
      for (Client client : List.of(SampleEvents.CLIENT, other)) {
        log.emit(new GatewayEvent.KeysExchanged(client, SampleEvents.SOME));
        log.emit(new GatewayEvent.HandshakeFailed(client, "it left"));
      }
    }

    assertThat(shown().stream().map(line -> line.split(" ", 4)[2]))
        .containsExactly(
            "CONNECTION_OPENED",
            "CONNECTION_OPENED",
            "DETAIL_ASKED",
            "KEYS_EXCHANGED",
            "HANDSHAKE_FAILED",
            "HANDSHAKE_FAILED");
  }

  @Test
  void aLineIsWrittenPromptly() {
    try (Log log = log(out)) {
      log.emit(new GatewayEvent.GatewayReady("127.0.0.1:2222"));
      await().until(() -> shown().size() == 1);
    }
  }

  @Test
  void closingWritesEverythingThatWasTaken() {
    try (Log log = log(out)) {
      for (int i = 0; i < 20_000; i++) {
        log.emit(new GatewayEvent.GatewayStopping());
      }
    }

    assertThat(shown()).hasSize(20_000);
  }

  @Test
  void aReaderThatDoesNotReadBlocksNobodyAndLearnsHowManyLinesItMissed() {
    CountDownLatch reads = new CountDownLatch(1);
    int lines = 200_000;
    try (Log log = log(new StuckStream(reads))) {
      for (int i = 0; i < lines; i++) {
        log.emit(new GatewayEvent.GatewayStopping());
      }
      reads.countDown();
    }

    List<String> dropped =
        shown().stream().filter(line -> line.contains("LOG_LINES_DROPPED")).toList();
    assertThat(dropped).isNotEmpty();
    long missed =
        dropped.stream()
            .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf('=') + 1)))
            .sum();
    assertThat(shown().size() - dropped.size() + missed).isEqualTo(lines);
  }

  @Test
  void whatWaitsForASlowReaderIsBounded() {
    CountDownLatch reads = new CountDownLatch(1);
    try (Log log = log(new StuckStream(reads))) {
      for (int i = 0; i < 100_000; i++) {
        log.emit(new GatewayEvent.ConnectionRefused(SampleEvents.CLIENT, "x".repeat(1000), 1));
      }
      reads.countDown();
    }

    assertThat(out.size()).isBetween(1_000_000, (int) LineWriter.MAX_WAITING + 200_000);
  }

  @Test
  void closingGivesUpOnAReaderThatNeverReads() {
    CountDownLatch never = new CountDownLatch(1);
    Log log = log(new StuckStream(never));
    log.emit(new GatewayEvent.GatewayStopping());

    log.close();

    assertThat(out.size()).isZero();
    never.countDown();
  }

  @Test
  void afterAFailureToWriteLinesGoOnAndTheLossIsTold() {
    AtomicBoolean full = new AtomicBoolean(true);
    CountDownLatch refused = new CountDownLatch(1);
    OutputStream disk =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            if (full.get()) {
              refused.countDown();
              throw new IOException("no space left");
            }
            out.write(bytes, offset, length);
          }
        };
    try (Log log = log(disk)) {
      log.emit(new GatewayEvent.GatewayStopping());
      await().until(() -> refused.getCount() == 0);
      full.set(false);
      log.emit(new GatewayEvent.GatewayStopped(true));
      await().until(() -> shown().stream().anyMatch(line -> line.contains("GATEWAY_STOPPED")));
      log.emit(new GatewayEvent.GatewayStopped(true));
    }

    assertThat(shown()).anyMatch(line -> line.endsWith("count=1"));
  }

  private static Log log(OutputStream out) {
    return Log.to(
        out, new LogConfiguration(Severity.DEBUG, Format.TEXT, new StandardOutput()), CLOCK);
  }

  private List<String> shown() {
    return out.toString(UTF_8).lines().toList();
  }

  /// A pipe whose reader does not read before it is told to.
  private final class StuckStream extends OutputStream {
    private final CountDownLatch reads;

    StuckStream(CountDownLatch reads) {
      this.reads = reads;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        reads.await();
      } catch (InterruptedException interrupted) {
        throw new IOException(interrupted);
      }
      out.write(bytes, offset, length);
    }
  }
}
