package dev.berth.adapter.sshd;

import dev.berth.domain.connection.Network;
import java.time.Duration;

/// Why a client is turned away at the door.
sealed interface Refusal {
  /// What such refusals have in common, so that they are told of together.
  Object kind();

  /// A limit is reached.
  ///
  /// @param name in the configuration
  record Limit(String name) implements Refusal {
    @Override
    public Object kind() {
      return name;
    }
  }

  /// Its source has misbehaved.
  record Penalised(Network source, Duration remaining) implements Refusal {
    @Override
    public Object kind() {
      return source;
    }
  }
}
