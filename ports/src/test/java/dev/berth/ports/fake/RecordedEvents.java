package dev.berth.ports.fake;

import dev.berth.domain.event.GatewayEvent;
import dev.berth.ports.driven.EventSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps all events.
public final class RecordedEvents implements EventSink {
  private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public void emit(GatewayEvent event) {
    events.add(event);
  }

  /// The events of one kind, in order.
  public <E extends GatewayEvent> List<E> of(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
