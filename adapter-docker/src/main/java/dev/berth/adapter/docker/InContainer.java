package dev.berth.adapter.docker;

import dev.berth.domain.session.Signal;
import java.time.Duration;

/// What has to be done from inside a container, because the Engine API cannot do it for an exec.
interface InContainer {
  /// Signals a program and what belongs to it.
  ///
  /// @throws dev.berth.domain.failure.GatewayException if it was not delivered
  void signal(Signal signal, long pid) throws InterruptedException;

  /// Whether a program still holds its original stdout or stderr.
  boolean holdsOutput(Announcement program) throws InterruptedException;

  /// How long a program may take from the end of its output to its own before [#holdsOutput] is
  /// asked.
  Duration usualLag();
}
