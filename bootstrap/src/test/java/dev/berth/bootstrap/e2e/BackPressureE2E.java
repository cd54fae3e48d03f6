package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A slow reader holds its writer up, all the way through, and nothing fills the heap or times out.
///
/// System properties make it harder: `berth.e2e.pause`, in seconds, and `berth.e2e.gigabytes`.
final class BackPressureE2E {
  /// Longer than any time limit of the library for a write, which is 30 seconds.
  private static final Duration PAUSE = Duration.ofSeconds(Long.getLong("berth.e2e.pause", 60));

  private static final long BLOCKS = Long.getLong("berth.e2e.gigabytes", 1) * 16_384;
  private static final Duration LIMIT = ClientProcess.PATIENCE.plusSeconds(BLOCKS / 200);

  /// Small enough to be full long before the end, if anything were kept.
  private static final String HEAP = "-Xmx64m";

  private static final String SOURCE =
      "i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); printf '%08190d\\n' $i; done; echo end >&2";

  @Test
  void aReaderThatIsPausedLosesNothing() throws InterruptedException {
    try (GatewayProcess connection = GatewayProcess.start(Settings.of(Mode.CONNECTION), HEAP);
        GatewayProcess session = GatewayProcess.start(Settings.of(Mode.SESSION), HEAP)) {
      List<ClientProcess> readers = new ArrayList<>();
      List<ClientProcess> writers = new ArrayList<>();
      for (GatewayProcess gateway : List.of(connection, session)) {
        readers.add(gateway.clients().start("echo started; read -r go; " + SOURCE));
        writers.add(
            gateway
                .clients()
                .startShell(
                    "{ %s; } 2>/dev/null | ssh h 'echo started; sleep %d; sha256sum; exit 5'"
                        .formatted(SOURCE, PAUSE.toSeconds())));
      }
      readers.forEach(reader -> reader.awaitOut("started\n"));
      writers.forEach(writer -> writer.awaitOut("started\n"));
      for (ClientProcess reader : readers) {
        reader.signal("STOP");
        reader.write("go\n");
      }
      assertThat(new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
      readers.forEach(reader -> reader.signal("CONT"));

      String expected = ClientProcess.shell("{ " + SOURCE + "; } 2>&-").end().text();
      for (ClientProcess reader : readers) {
        Outcome outcome = reader.end();
        assertThat(outcome.text().equals("started\n" + expected)).as("all of it").isTrue();
        assertThat(outcome.err()).isEqualTo("end\n");
        assertThat(outcome.status()).isZero();
      }
      String sum = ClientProcess.shell("{ " + SOURCE + "; } 2>&- | sha256sum").end().text();
      for (ClientProcess writer : writers) {
        Outcome outcome = writer.end();
        assertThat(outcome.text()).isEqualTo("started\n" + sum);
        assertThat(outcome.status()).isEqualTo(5);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void streamingGigabytesLeavesTheHeapFlat(Mode mode) {
    // Busybox's dd ends after 2 GiB.
    Settings settings = Settings.of(mode).with(Settings.IMAGE, "berth-test/dash:latest");
    try (GatewayProcess gateway = GatewayProcess.start(settings, HEAP)) {
      String data = "dd if=/dev/zero bs=64k count=" + BLOCKS + " 2>/dev/null";
      String bytes = (BLOCKS << 16) + "\n";

      ClientProcess down = gateway.clients().startShell("ssh -n h '" + data + "' | wc -c");
      assertThat(down.await(LIMIT).succeeded().text()).isEqualTo(bytes);

      ClientProcess up = gateway.clients().startShell(data + " | ssh h 'wc -c'");
      assertThat(up.await(LIMIT).succeeded().text()).isEqualTo(bytes);
    }
  }
}
