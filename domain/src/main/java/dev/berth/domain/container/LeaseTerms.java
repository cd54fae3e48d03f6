package dev.berth.domain.container;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/// Who shows at an engine that it lives, and how often. Both its leases and its containers carry
/// the terms as labels.
///
/// @param holder the gateway
/// @param renewal how often it renews its lease at least: 10 ms to an hour
public record LeaseTerms(GatewayInstance holder, Duration renewal) {
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofHours(1);

  /// So many renewals in a row do not fail in a gateway that lives and reaches its engine.
  private static final int MISSED = 4;

  public LeaseTerms {
    if (renewal.compareTo(SHORTEST) < 0 || renewal.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a lease must be renewed every 10 ms to 1 h, not every " + renewal);
    }
  }

  /// What these labels say.
  ///
  /// @return empty if they are not those of a gateway that holds leases
  public static Optional<LeaseTerms> of(Labels labels) {
    String holder = labels.values().get(Labels.INSTANCE);
    String renewal = labels.values().get(Labels.LEASE);
    if (holder == null || renewal == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LeaseTerms(new GatewayInstance(holder), Duration.parse(renewal)));
    } catch (DateTimeParseException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /// After so long without a renewal the holder is taken for dead.
  public Duration patience() {
    return renewal.multipliedBy(MISSED);
  }

  /// These as labels.
  public Labels labels() {
    return new Labels(Map.of(Labels.INSTANCE, holder.name(), Labels.LEASE, renewal.toString()));
  }
}
