package dev.berth.domain.configuration;

import dev.berth.domain.connection.Handover;

/// What one connection gets.
///
/// @param backend its containers
/// @param handover what is handed on with it, besides what authentication has handed on
public record ConnectionConfiguration(BackendConfiguration backend, Handover handover) {
  /// With nothing handed on.
  public static ConnectionConfiguration of(BackendConfiguration backend) {
    return new ConnectionConfiguration(backend, Handover.nothing());
  }
}
