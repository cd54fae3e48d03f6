package dev.berth.bootstrap.metrics;

import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.GatewayEvent.AuthenticationFailed;
import dev.berth.domain.event.GatewayEvent.AuthenticationSucceeded;
import dev.berth.domain.event.GatewayEvent.AuthenticationUnavailable;
import dev.berth.domain.event.GatewayEvent.ConnectionClosed;
import dev.berth.domain.event.GatewayEvent.ConnectionOpened;
import dev.berth.domain.event.GatewayEvent.ContainerRemoved;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.event.GatewayEvent.HandshakeFailed;
import dev.berth.domain.event.GatewayEvent.KeysExchanged;
import dev.berth.domain.event.GatewayEvent.ProgramEnded;
import dev.berth.domain.event.GatewayEvent.ProgramStarted;
import dev.berth.domain.event.GatewayEvent.ServerAsked;
import dev.berth.domain.event.ServerQuestion;
import dev.berth.ports.driven.Counter;
import dev.berth.ports.driven.EventSink;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The gateway's metrics, made from its events. Those that ContainerSSH has keep their names and
/// labels. No label holds anything that a client sent.
public final class GatewayMetrics implements EventSink {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final KnownMetrics known = new KnownMetrics(registry);
  private final OwnMetrics own = new OwnMetrics(registry);

  private GatewayMetrics() {
    JvmMetrics.builder().register(registry);
  }

  /// All metrics, at zero.
  public static GatewayMetrics create() {
    return new GatewayMetrics();
  }

  PrometheusRegistry registry() {
    return registry;
  }

  /// Counts calls to the container engine.
  public Counter backendRequests() {
    return known.backendRequests::inc;
  }

  /// Counts calls to the container engine that failed.
  public Counter backendFailures() {
    return known.backendErrors::inc;
  }

  /// How long authenticators take.
  OwnMetrics own() {
    return own;
  }

  @Override
  public void emit(GatewayEvent event) {
    switch (event) {
      case ConnectionOpened _ -> known.opened();
      case ConnectionClosed _ -> known.closed();
      case KeysExchanged exchanged -> own.handshake(exchanged.duration());
      case HandshakeFailed _ -> known.handshake(false);
      case AuthenticationSucceeded succeeded -> {
        known.handshake(true);
        known.authentication(succeeded.method(), true);
      }
      case AuthenticationFailed failed -> known.authentication(failed.method(), false);
      case AuthenticationUnavailable unavailable ->
          known.authentication(unavailable.method(), false);
      case ServerAsked asked -> asked(asked);
      case ContainerStarted started -> own.started(started);
      case ContainerRemoved removed -> own.removed(removed.container());
      case ProgramStarted started -> own.started(started);
      case ProgramEnded ended -> own.ended(ended);
      default -> {
        // Of the others nobody needs a number; the log has them.
      }
    }
  }

  private void asked(ServerAsked asked) {
    if (asked.question() == ServerQuestion.CONFIGURATION) {
      known.configurationServer(asked);
    } else {
      known.authenticationServer(asked);
    }
  }
}
