package dev.berth.domain.configuration;

import dev.berth.domain.connection.Handover;

/// What one connection gets.
///
/// @param backend its containers
/// @param policy what its client may ask for
/// @param handover what is handed on with it, besides what authentication has handed on
public record ConnectionConfiguration(
    BackendConfiguration backend, SecurityPolicy policy, Handover handover) {
  /// With everything permitted and nothing handed on.
  public static ConnectionConfiguration of(BackendConfiguration backend) {
    return new ConnectionConfiguration(backend, SecurityPolicy.NONE, Handover.nothing());
  }

  /// This with a policy.
  public ConnectionConfiguration with(SecurityPolicy other) {
    return new ConnectionConfiguration(backend, other, handover);
  }

  /// This with something handed on.
  public ConnectionConfiguration with(Handover other) {
    return new ConnectionConfiguration(backend, policy, other);
  }
}
