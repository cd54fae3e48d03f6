package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.PenaltyLimits;
import dev.berth.domain.connection.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PenaltiesTest {
  private static final Network SOURCE = Network.parse("192.0.2.1");

  private final SettableClock clock = new SettableClock();
  private final Penalties penalties = new Penalties(PenaltyLimits.DEFAULT, clock);

  @Test
  void aFewFailuresAreForgivenAndOneMoreIsNot() {
    penalties.add(SOURCE, Offence.FAILED_LOGIN);
    penalties.add(SOURCE, Offence.FAILED_LOGIN);
    assertThat(penalties.remaining(SOURCE)).isEmpty();
    penalties.add(SOURCE, Offence.FAILED_LOGIN);
    assertThat(penalties.remaining(SOURCE)).contains(Duration.ofSeconds(15));
    assertThat(penalties.remaining(Network.parse("192.0.2.2"))).isEmpty();
  }

  @Test
  void aPenaltyRunsOffAndTheSourceStartsAnew() {
    for (int i = 0; i < 4; i++) {
      penalties.add(SOURCE, Offence.FAILED_LOGIN);
    }
    clock.pass(Duration.ofSeconds(19));
    assertThat(penalties.remaining(SOURCE)).contains(Duration.ofSeconds(1));
    clock.pass(Duration.ofSeconds(1));
    assertThat(penalties.remaining(SOURCE)).isEmpty();
    penalties.add(SOURCE, Offence.FAILED_LOGIN);
    assertThat(penalties.remaining(SOURCE)).isEmpty();
  }

  @Test
  void failuresFarApartNeverAddUp() {
    for (int i = 0; i < 1000; i++) {
      penalties.add(SOURCE, Offence.FAILED_LOGIN);
      clock.pass(Duration.ofSeconds(6));
      assertThat(penalties.remaining(SOURCE)).isEmpty();
    }
  }

  @Test
  void aPenaltyNeverExceedsTheLongest() {
    for (int i = 0; i < 10_000; i++) {
      penalties.add(SOURCE, Offence.GARBAGE);
    }
    assertThat(penalties.remaining(SOURCE)).contains(PenaltyLimits.DEFAULT.max());
  }

  @Test
  void nobodyIsRefusedWherePenaltiesAreOff() {
    PenaltyLimits on = PenaltyLimits.DEFAULT;
    Penalties off =
        new Penalties(
            new PenaltyLimits(false, on.offences(), on.min(), on.max(), on.maxSources()), clock);
    for (int i = 0; i < 100; i++) {
      off.add(SOURCE, Offence.GARBAGE);
    }
    assertThat(off.remaining(SOURCE)).isEmpty();
    assertThat(off.size()).isZero();
  }

  @Test
  void whereTooManyAreRememberedThoseAreForgottenWhosePenaltyEndsFirst() {
    PenaltyLimits few =
        new PenaltyLimits(
            true, PenaltyLimits.DEFAULT.offences(), Duration.ZERO, Duration.ofHours(1), 10);
    Penalties bounded = new Penalties(few, clock);
    for (int i = 0; i < 100; i++) {
      bounded.add(SOURCE, Offence.GARBAGE);
    }
    for (int i = 0; i < 1000; i++) {
      bounded.add(source(i), Offence.NO_LOGIN);
      assertThat(bounded.size()).isLessThanOrEqualTo(10);
    }
    assertThat(bounded.remaining(SOURCE)).isPresent();
  }

  /// Against the rules told in the plainest way: no table, no order, no forgetting.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anySequenceIsJudgedAsTheRulesSay(long seed) {
    Random random = new Random(seed);
    Map<Network, Instant> ends = new HashMap<>();
    Map<Network, Boolean> refused = new HashMap<>();
    for (int step = 0; step < 5000; step++) {
      Network source = source(random.nextInt(20));
      Offence offence = List.copyOf(EnumSet.allOf(Offence.class)).get(random.nextInt(4));
      Instant now = clock.instant();
      Instant before = ends.getOrDefault(source, now);
      if (!before.isAfter(now)) {
        before = now;
        refused.put(source, false);
      }
      Instant end = before.plus(offence.penalty(PenaltyLimits.DEFAULT.offences()));
      Instant latest = now.plus(PenaltyLimits.DEFAULT.max());
      Instant bounded = end.isBefore(latest) ? end : latest;
      ends.put(source, bounded);
      boolean passed = Duration.between(now, bounded).compareTo(PenaltyLimits.DEFAULT.min()) >= 0;
      refused.merge(source, passed, Boolean::logicalOr);
      penalties.add(source, offence);
      clock.pass(Duration.ofMillis(random.nextInt(2000)));
      Network asked = source(random.nextInt(20));
      boolean expected =
          refused.getOrDefault(asked, false)
              && ends.getOrDefault(asked, Instant.MIN).isAfter(clock.instant());
      assertThat(penalties.remaining(asked).isPresent())
          .as("seed %d, step %d", seed, step)
          .isEqualTo(expected);
    }
  }

  private static Network source(int number) {
    return Network.parse("198.51." + number / 256 + "." + number % 256);
  }
}
