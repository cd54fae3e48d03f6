package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.PenaltyLimits;
import dev.berth.domain.connection.Network;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// Remembers which sources have misbehaved, for as long as their penalties last, and no more of
/// them than it may.
final class Penalties {
  private final InstantSource clock;
  private final Map<Network, Penalty> bySource = new HashMap<>();
  private final NavigableSet<Penalty> byEnd =
      new TreeSet<>(
          Comparator.<Penalty, Instant>comparing(penalty -> penalty.end)
              .thenComparingLong(penalty -> penalty.serial));
  private PenaltyLimits limits;
  private long serial;

  Penalties(PenaltyLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /// From now on other limits count, also for those who are remembered.
  synchronized void adopt(PenaltyLimits other) {
    limits = other;
  }

  /// Adds to the penalty of a source.
  synchronized void add(Network source, Offence offence) {
    Duration more = offence.penalty(limits.offences());
    if (!limits.enabled() || !more.isPositive()) {
      return;
    }
    Instant now = clock.instant();
    forgetEnded(now);
    Penalty penalty = bySource.remove(source);
    if (penalty == null) {
      penalty = new Penalty(source, now, serial++);
    } else {
      byEnd.remove(penalty);
    }
    penalty.grow(more, now, limits);
    bySource.put(source, penalty);
    byEnd.add(penalty);
    if (bySource.size() > limits.maxSources()) {
      forget(byEnd.first());
    }
  }

  /// How long a source is still refused; empty if it is not.
  synchronized Optional<Duration> remaining(Network source) {
    Instant now = clock.instant();
    Penalty penalty = bySource.get(source);
    return limits.enabled() && penalty != null && penalty.refused && penalty.end.isAfter(now)
        ? Optional.of(Duration.between(now, penalty.end))
        : Optional.empty();
  }

  /// How many sources are remembered.
  synchronized int size() {
    return bySource.size();
  }

  private void forgetEnded(Instant now) {
    while (!byEnd.isEmpty() && !byEnd.first().end.isAfter(now)) {
      forget(byEnd.first());
    }
  }

  private void forget(Penalty penalty) {
    byEnd.remove(penalty);
    bySource.remove(penalty.source);
  }

  private static final class Penalty {
    private final Network source;
    private final long serial;
    private Instant end;
    private boolean refused;

    private Penalty(Network source, Instant now, long serial) {
      this.source = source;
      this.end = now;
      this.serial = serial;
    }

    private void grow(Duration more, Instant now, PenaltyLimits limits) {
      Instant latest = now.plus(limits.max());
      end = end.plus(more);
      if (end.isAfter(latest)) {
        end = latest;
      }
      // Once refused, a source stays so until its penalty has run off.
      refused |= !end.isBefore(now.plus(limits.min()));
    }
  }
}
