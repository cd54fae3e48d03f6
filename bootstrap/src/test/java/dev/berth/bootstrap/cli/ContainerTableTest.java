package dev.berth.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.Lease;
import dev.berth.domain.container.LeaseTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerTableTest {
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  private static final LeaseTerms TERMS =
      new LeaseTerms(new GatewayInstance("host-1"), Duration.ofSeconds(30));

  private static ContainerSummary container(String id, Duration age, Map<String, String> labels) {
    return new ContainerSummary(
        new ContainerId(id), "berth-" + id, "running", NOW.minus(age), new Labels(labels));
  }

  @Test
  void theOldestComesFirstInColumns() {
    ContainerSummary young =
        container(
            "b".repeat(64),
            Duration.ofSeconds(5),
            Map.of(
                Labels.USERNAME, "alice",
                Labels.CLIENT_IP, "192.0.2.7",
                Labels.MODE, "session",
                Labels.CONNECTION_ID, "c0ffee",
                Labels.INSTANCE, "host-1"));
    ContainerSummary old = container("a".repeat(64), Duration.ofDays(2), Map.of());
    List<Lease> leases =
        List.of(
            new Lease(TERMS, "1", Map.of("b".repeat(12), Duration.ofSeconds(40))),
            new Lease(TERMS, "2", Map.of("b".repeat(12), Duration.ofSeconds(3))));
    assertThat(ContainerTable.lines(List.of(young, old), leases, NOW))
        .containsExactly(
            "CONTAINER     USER   CLIENT     MODE     STATE    AGE   IDLE  CONNECTION  GATEWAY",
            "aaaaaaaaaaaa  -      -          -        running  2d0h  -     -           -",
            "bbbbbbbbbbbb  alice  192.0.2.7  session  running  5s    3s    c0ffee      host-1");
  }

  @Test
  void oneThatWasStartedInAdvanceIsNobodysUntilItsNameTells() {
    Map<String, String> labels =
        Map.of(
            Labels.MODE, "connection",
            Labels.CONNECTION_ID, "a-place",
            Labels.POOL, "true",
            Labels.INSTANCE, "host-1");
    ContainerSummary waiting = container("d".repeat(64), Duration.ofSeconds(9), labels);
    ContainerSummary claimed =
        new ContainerSummary(
            new ContainerId("e".repeat(64)),
            "berth-0123456789abcdef0123456789abcdef-al_40ice",
            "running",
            NOW,
            new Labels(labels));
    assertThat(ContainerTable.lines(List.of(waiting, claimed), List.of(), NOW).stream().skip(1))
        .containsExactly(
            "dddddddddddd  -       -       pool        running  9s   -     -"
                + "                                 host-1",
            "eeeeeeeeeeee  al@ice  -       connection  running  0s   -   "
                + "  0123456789abcdef0123456789abcdef  host-1");
  }

  @Test
  void nothingThatALabelHoldsMovesTheCursor() {
    ContainerSummary odd =
        container("c".repeat(64), Duration.ZERO, Map.of(Labels.USERNAME, "a\u001b[2Jb\nc d"));
    assertThat(ContainerTable.lines(List.of(odd), List.of(), NOW).getLast())
        .contains("  a?[2Jb?c?d  ");
  }

  @ParameterizedTest
  @CsvSource({
    "-5, 0s",
    "0, 0s",
    "59, 59s",
    "60, 1m0s",
    "3599, 59m59s",
    "3600, 1h0m",
    "90000, 1d1h"
  })
  void agesAreTwoUnits(long seconds, String age) {
    assertThat(ContainerTable.age(Duration.ofSeconds(seconds))).isEqualTo(age);
  }
}
