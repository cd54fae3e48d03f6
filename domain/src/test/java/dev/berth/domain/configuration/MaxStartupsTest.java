package dev.berth.domain.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaxStartupsTest {
  @ParameterizedTest
  @CsvSource({"9, 0", "10, 30", "55, 65", "99, 99", "100, 100", "5000, 100"})
  void refusalsRiseFromTheRateToAll(int open, int percent) {
    assertThat(MaxStartups.parse("10:30:100").refusalPercent(open)).isEqualTo(percent);
  }

  @Test
  void refusalsNeverBecomeRarerWithMoreConnections() {
    MaxStartups limits = new MaxStartups(7, 3, 977);
    for (int open = 0; open < 1000; open++) {
      assertThat(limits.refusalPercent(open + 1)).isBetween(limits.refusalPercent(open), 100);
    }
  }

  @Test
  void aNumberAloneIsALimit() {
    assertThat(MaxStartups.parse("5")).isEqualTo(MaxStartups.upTo(5));
    assertThat(MaxStartups.upTo(5).refusalPercent(4)).isZero();
    assertThat(MaxStartups.upTo(5).refusalPercent(5)).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "1:2",
        "10:0:100",
        "10:101:100",
        "100:30:10",
        "1:2:3:4",
        "1000001",
        "a:b:c"
      })
  void whatMakesNoSenseIsRefused(String text) {
    assertThatThrownBy(() -> MaxStartups.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
