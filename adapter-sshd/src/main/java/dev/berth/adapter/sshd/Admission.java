package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SshLimits;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts clients, so that those above a limit can be turned away at the door, before anything is
/// spent on them.
final class Admission {
  private final SshLimits limits;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger startups = new AtomicInteger();

  Admission(SshLimits limits) {
    this.limits = limits;
  }

  /// The name of the limit that a new client would pass, if any.
  Optional<String> limit() {
    if (connections.get() >= limits.maxConnections()) {
      return Optional.of("maxConnections");
    }
    return startups.get() >= limits.maxStartups() ? Optional.of("maxStartups") : Optional.empty();
  }

  void opened() {
    connections.incrementAndGet();
    startups.incrementAndGet();
  }

  void loggedIn() {
    startups.decrementAndGet();
  }

  void closed(boolean wasLoggedIn) {
    connections.decrementAndGet();
    if (!wasLoggedIn) {
      startups.decrementAndGet();
    }
  }
}
