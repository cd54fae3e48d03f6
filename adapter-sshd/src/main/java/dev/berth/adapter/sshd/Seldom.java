package dev.berth.adapter.sshd;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Keeps what happens often from being told as often: each kind of thing once in an interval, and
/// all kinds together a bounded number of times.
final class Seldom {
  /// How often each kind is told.
  static final Duration INTERVAL = Duration.ofMinutes(1);

  /// How many kinds are told in one interval.
  static final int MOST = 60;

  private static final int REMEMBERED = 1024;

  private final InstantSource clock;
  private final Map<Object, Untold> kinds = new Recent();
  private Instant windowEnd = Instant.MIN;
  private int told;

  Seldom(InstantSource clock) {
    this.clock = clock;
  }

  /// Notes that something happened.
  ///
  /// @return how often it did since it was last told, if it is to be told now
  synchronized OptionalLong happened(Object kind) {
    Instant now = clock.instant();
    if (!now.isBefore(windowEnd)) {
      windowEnd = now.plus(INTERVAL);
      told = 0;
    }
    Untold untold = kinds.computeIfAbsent(kind, _ -> new Untold());
    untold.count++;
    if (told >= MOST || (untold.last != null && now.isBefore(untold.last.plus(INTERVAL)))) {
      return OptionalLong.empty();
    }
    told++;
    long count = untold.count;
    untold.count = 0;
    untold.last = now;
    return OptionalLong.of(count);
  }

  private static final class Untold {
    private long count;
    private @Nullable Instant last;
  }

  private static final class Recent extends LinkedHashMap<Object, Untold> {
    private static final long serialVersionUID = 1L;

    private Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Object, Untold> eldest) {
      return size() > REMEMBERED;
    }
  }
}
