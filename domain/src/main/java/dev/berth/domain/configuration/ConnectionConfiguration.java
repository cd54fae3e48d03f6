package dev.berth.domain.configuration;

import dev.berth.domain.connection.Handover;
import dev.berth.domain.event.Severity;
import java.util.Optional;

/// What one connection gets.
///
/// @param backend its containers
/// @param policy what its client may ask for
/// @param handover what is handed on with it, besides what authentication has handed on
/// @param detail how much of it the log tells, where that is more than of others
public record ConnectionConfiguration(
    BackendConfiguration backend,
    SecurityPolicy policy,
    Handover handover,
    Optional<Severity> detail) {
  /// With everything permitted and nothing handed on.
  public static ConnectionConfiguration of(BackendConfiguration backend) {
    return new ConnectionConfiguration(
        backend, SecurityPolicy.NONE, Handover.nothing(), Optional.empty());
  }

  /// This with a policy.
  public ConnectionConfiguration with(SecurityPolicy other) {
    return new ConnectionConfiguration(backend, other, handover, detail);
  }

  /// This with something handed on.
  public ConnectionConfiguration with(Handover other) {
    return new ConnectionConfiguration(backend, policy, other, detail);
  }

  /// This, of which the log tells more.
  ///
  /// @param least the least severe that shows
  public ConnectionConfiguration withDetail(Severity least) {
    return new ConnectionConfiguration(backend, policy, handover, Optional.of(least));
  }
}
