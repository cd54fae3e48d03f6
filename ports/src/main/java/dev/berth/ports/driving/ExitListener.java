package dev.berth.ports.driving;

import dev.berth.domain.session.ExitStatus;

/// Told once how a session's program ended, after all of its output was written.
@FunctionalInterface
public interface ExitListener {
  /// The program ended; [ExitStatus.Lost] where nobody can tell how.
  void exited(ExitStatus status);
}
