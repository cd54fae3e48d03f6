package dev.berth.ports.driven;

import dev.berth.domain.event.GatewayEvent;

/// Takes what happened. It must not block for long and must not throw.
@FunctionalInterface
public interface EventSink {
  /// Takes one event.
  void emit(GatewayEvent event);

  /// A sink that forgets everything.
  static EventSink discarding() {
    return _ -> {};
  }
}
