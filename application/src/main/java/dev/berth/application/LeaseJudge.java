package dev.berth.application;

import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.Lease;
import dev.berth.domain.container.LeaseTerms;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells which gateways at an engine are dead: those whose leases do not change while it watches
/// for as long as they need at most. It trusts no clock but its own, and so no step of the engine's
/// clock or of another host's ends anybody. Used by one thread.
final class LeaseJudge {
  private final Map<GatewayInstance, Sighting> sightings = new HashMap<>();

  /// What is known of a gateway.
  enum Verdict {
    /// Its lease was renewed while it was watched, and not long ago.
    ALIVE,
    /// It has not been watched for long enough.
    UNDECIDED,
    /// Its lease was not renewed for longer than it takes.
    DEAD
  }

  /// @param marks of the leases that were seen last
  /// @param since when they were first seen
  /// @param renewed whether there were others before
  private record Sighting(Set<String> marks, long since, boolean renewed) {
    Verdict verdict(Duration patience, Moment moment) {
      if (moment.asked() - since >= patience.toNanos()) {
        return Verdict.DEAD;
      }
      return renewed ? Verdict.ALIVE : Verdict.UNDECIDED;
    }
  }

  /// When leases were looked at. An engine may take long to show them: what they were at is not
  /// known, and nobody is judged by that time.
  ///
  /// @param asked when they were asked for, by a clock that is never set, in nanoseconds
  /// @param answered when they were there
  record Moment(long asked, long answered) {}

  /// Forgets what was seen.
  void restart() {
    sightings.clear();
  }

  /// Judges by one more look.
  ///
  /// @param leases all that are held
  /// @param others what else shows that there are, or were, gateways
  /// @param moment when they were held
  Map<GatewayInstance, Verdict> look(
      Collection<Lease> leases, Collection<LeaseTerms> others, Moment moment) {
    Map<GatewayInstance, Duration> patience = new HashMap<>();
    Stream.concat(leases.stream().map(Lease::terms), others.stream())
        .forEach(terms ->
            patience.merge(
                terms.holder(),
                terms.patience(),
                (one, other) -> one.compareTo(other) > 0 ? one : other));
    Map<GatewayInstance, Set<String>> marks = new HashMap<>();
    for (Lease lease : leases) {
      marks.computeIfAbsent(lease.terms().holder(), _ -> new HashSet<>()).add(lease.mark());
    }
    sightings.keySet().retainAll(patience.keySet());
    Map<GatewayInstance, Verdict> verdicts = new HashMap<>();
    patience.forEach((holder, longest) -> {
      Sighting sighting =
          sightings.compute(
              holder,
              (_, before) ->
                  sighting(before, marks.getOrDefault(holder, Set.of()), moment.answered()));
      verdicts.put(holder, sighting.verdict(longest, moment));
    });
    return verdicts;
  }

  private static Sighting sighting(@Nullable Sighting before, Set<String> marks, long now) {
    if (before == null) {
      return new Sighting(marks, now, false);
    }
    // A lease that is only taken away is no sign of life: a person may have done it.
    return before.marks().containsAll(marks) ? before : new Sighting(marks, now, true);
  }
}
