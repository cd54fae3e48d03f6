package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A gateway that is killed with -9 cannot remove anything any more.
final class KilledGatewayE2E {
  private static final List<String> PROGRAMS =
      List.of(
          "echo up; sleep 1000",
          "trap '' HUP TERM INT; echo up; while :; do sleep 1; done",
          "echo up; while :; do echo more; done",
          "echo up; cat >/dev/null");

  /// As promised.
  private static final Duration SOON = Duration.ofSeconds(2);

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void inConnectionModeTheContainersAreGoneWithin2Seconds(int pool) {
    List<Duration> took = new ArrayList<>();
    // A machine that is busy with other things may miss it, but not again and again.
    while (took.size() < 5 && took.stream().noneMatch(t -> t.compareTo(SOON) < 0)) {
      took.add(untilGone(pool));
    }
    System.out.println(
        "gateway with a pool of %d killed, its containers were gone after %s"
            .formatted(pool, took));
    assertThat(took).anyMatch(t -> t.compareTo(SOON) < 0);
  }

  private static Duration untilGone(int pool) {
    GatewayProcess gateway =
        GatewayProcess.start(
            Settings.of(Mode.CONNECTION)
                .with("docker.execution.pool.size", Integer.toString(pool)));
    List<ClientProcess> clients = new ArrayList<>();
    try {
      for (String program : PROGRAMS) {
        clients.add(gateway.clients().start(program));
      }
      clients.forEach(client -> client.awaitOut("up\n"));
      gateway.awaitRunning(PROGRAMS.size() + pool);
      long start = System.nanoTime();
      gateway.kill();
      gateway.awaitContainers(0);
      return Duration.ofNanos(System.nanoTime() - start);
    } finally {
      clients.forEach(ClientProcess::close);
      gateway.kill();
      Engine.removeAll(gateway.label());
    }
  }
}
