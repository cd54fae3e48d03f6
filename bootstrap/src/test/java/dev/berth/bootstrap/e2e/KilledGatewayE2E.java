package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

  @Test
  void inConnectionModeTheContainersAreGoneWithin2Seconds() {
    List<Duration> took = new ArrayList<>();
    // A machine that is busy with other things may miss it, but not again and again.
    while (took.size() < 5 && took.stream().noneMatch(t -> t.compareTo(SOON) < 0)) {
      took.add(untilGone());
    }
    System.out.println("gateway killed, its containers were gone after " + took);
    assertThat(took).anyMatch(t -> t.compareTo(SOON) < 0);
  }

  private static Duration untilGone() {
    GatewayProcess gateway = GatewayProcess.start(Settings.of(Mode.CONNECTION));
    List<ClientProcess> clients = new ArrayList<>();
    try {
      for (String program : PROGRAMS) {
        clients.add(gateway.clients().start(program));
      }
      clients.forEach(client -> client.awaitOut("up\n"));
      assertThat(gateway.containers()).hasSize(PROGRAMS.size());
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
