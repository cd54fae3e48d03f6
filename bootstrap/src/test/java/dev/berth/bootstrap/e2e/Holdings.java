package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// What a gateway's process holds.
///
/// @param descriptors open files and sockets
/// @param threads of the system
/// @param heap bytes of it that are in use
record Holdings(long descriptors, long threads, long heap) {
  /// Threads of pools come and go, and some things are only made when they are first needed.
  private static final int FEW = 8;

  private static final long LITTLE = 4L << 20;

  static Holdings of(GatewayProcess gateway) {
    return new Holdings(count(gateway, "fd"), count(gateway, "task"), heap(gateway));
  }

  /// Waits until the gateway holds no more than this any more.
  void awaitNoMoreIn(GatewayProcess gateway) {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .untilAsserted(() -> {
          Holdings now = of(gateway);
          assertThat(now.descriptors)
              .as("%s, %s", this, now)
              .isLessThanOrEqualTo(descriptors + FEW);
          assertThat(now.threads).as("%s, %s", this, now).isLessThanOrEqualTo(threads + FEW);
          assertThat(now.heap).as("%s, %s", this, now).isLessThanOrEqualTo(heap + LITTLE);
        });
  }

  private static long count(GatewayProcess gateway, String of) {
    try (Stream<Path> entries = Files.list(Path.of("/proc", Long.toString(gateway.pid()), of))) {
      return entries.count();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// What is left after a collection.
  private static long heap(GatewayProcess gateway) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String histogram =
        ClientProcess.start(List.of(jcmd, Long.toString(gateway.pid()), "GC.class_histogram"))
            .end()
            .succeeded()
            .text();
    String total =
        histogram.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
    return Long.parseLong(total.split(" +", 4)[2].strip());
  }
}
