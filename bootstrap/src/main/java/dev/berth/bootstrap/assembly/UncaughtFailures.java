package dev.berth.bootstrap.assembly;

import dev.berth.domain.event.GatewayEvent.InternalFault;
import dev.berth.ports.driven.EventSink;

/// Sees to it that no failure goes unnoticed, and that none ends the process.
public final class UncaughtFailures {
  private UncaughtFailures() {}

  /// From now on what no thread has caught is told as an event.
  public static void tell(EventSink events) {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) ->
        events.emit(new InternalFault(null, "thread " + thread.getName(), failure)));
  }
}
