package dev.berth.bootstrap.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many connections that are held open with traffic, on an engine in memory: what they took is
/// given back.
///
/// `berth.soak.connections` and `berth.soak.seconds` are system properties that make it harder.
final class SoakTest {
  private static final int CONNECTIONS = Integer.getInteger("berth.soak.connections", 100);
  private static final Duration TRAFFIC = Duration.ofSeconds(Long.getLong("berth.soak.seconds", 5));

  /// What the JVM may have more after a while, whatever the gateway does: compiled code's own data,
  /// a carrier thread, a helper of the garbage collector.
  private static final long SOME_HEAP = 4 << 20;

  private static final int SOME_THREADS = 4;

  @Test
  void whatManyConnectionsTookIsGivenBack(@TempDir Path folder) throws Exception {
    Process gateway = start(folder);
    try (var said = gateway.inputReader(StandardCharsets.UTF_8);
        var asked = gateway.getOutputStream()) {
      int port = Integer.parseInt(said.readLine());
      // What is loaded and compiled with the first connections stays.
      try (Crowd first = new Crowd(port, 20)) {
        first.talk(Duration.ofSeconds(1));
      }
      Usage before = awaitContainers(asked, said, 0);

      Usage idle;
      Usage busy;
      try (Crowd crowd = new Crowd(port, CONNECTIONS)) {
        idle = awaitContainers(asked, said, CONNECTIONS);
        crowd.talk(TRAFFIC);
        busy = usage(asked, said);
      }
      System.out.printf(
          "soak: %d connections, each takes %d KB of heap when idle%n"
              + "  before %s%n  idle   %s%n  busy   %s%n",
          CONNECTIONS, (idle.heap() - before.heap()) / CONNECTIONS / 1024, before, idle, busy);

      assertThat((idle.heap() - before.heap()) / CONNECTIONS).isLessThan(100 << 10);
      assertThat(busy.platformThreads() - before.platformThreads()).isLessThan(20);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() ->
              assertThat(usage(asked, said))
                  .satisfies(after -> {
                    assertThat(after.containers()).isZero();
                    assertThat(after.openFiles()).isLessThanOrEqualTo(before.openFiles());
                    assertThat(after.virtualThreads()).isLessThanOrEqualTo(before.virtualThreads());
                    assertThat(after.platformThreads())
                        .isLessThanOrEqualTo(before.platformThreads() + SOME_THREADS);
                    assertThat(after.heap()).isLessThan(before.heap() + SOME_HEAP);
                  }));
    } finally {
      gateway.destroyForcibly();
    }
  }

  private static Process start(Path folder) throws Exception {
    Path key = folder.resolve("host");
    Process keygen =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
            .inheritIO()
            .start();
    assertThat(keygen.waitFor(1, TimeUnit.MINUTES) && keygen.exitValue() == 0).isTrue();
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                SoakedGateway.class.getName(),
                key.toString(),
                folder.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Usage awaitContainers(OutputStream asked, BufferedReader said, int count) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> usage(asked, said), usage -> usage.containers() == count);
  }

  private static Usage usage(OutputStream asked, BufferedReader said) throws IOException {
    asked.write('\n');
    asked.flush();
    String[] figures = said.readLine().split(" ", -1);
    return new Usage(
        Long.parseLong(figures[0]),
        Integer.parseInt(figures[1]),
        Long.parseLong(figures[2]),
        Long.parseLong(figures[3]),
        Integer.parseInt(figures[4]));
  }

  /// What the gateway uses.
  ///
  /// @param heap in bytes, after a collection
  private record Usage(
      long heap, int platformThreads, long virtualThreads, long openFiles, int containers) {
    @Override
    public String toString() {
      return "heap %,d KB, %d platform and %d virtual threads, %d files, %d containers"
          .formatted(heap / 1024, platformThreads, virtualThreads, openFiles, containers);
    }
  }
}
