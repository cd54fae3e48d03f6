package dev.berth.domain.configuration;

import java.net.InetSocketAddress;
import java.util.Optional;

/// What the gateway tells programs that watch it, over HTTP. Off unless given.
///
/// @param metrics where metrics are read
/// @param health where it tells whether it is well
public record Monitoring(Optional<Metrics> metrics, Optional<InetSocketAddress> health) {
  /// Nothing.
  public static final Monitoring NONE = new Monitoring(Optional.empty(), Optional.empty());

  /// Metrics in the format of Prometheus.
  ///
  /// @param listen the address to listen on
  /// @param path begins with `/`
  public record Metrics(InetSocketAddress listen, String path) {}
}
