package dev.berth.bootstrap.log;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.Labels;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.GatewayEvent.AuthenticationFailed;
import dev.berth.domain.event.GatewayEvent.AuthenticationSucceeded;
import dev.berth.domain.event.GatewayEvent.AuthenticationUnavailable;
import dev.berth.domain.event.GatewayEvent.BackendFailed;
import dev.berth.domain.event.GatewayEvent.ConnectionClosed;
import dev.berth.domain.event.GatewayEvent.ConnectionExpired;
import dev.berth.domain.event.GatewayEvent.ConnectionOpened;
import dev.berth.domain.event.GatewayEvent.ConnectionRefused;
import dev.berth.domain.event.GatewayEvent.ConnectionReleased;
import dev.berth.domain.event.GatewayEvent.ContainerClaimed;
import dev.berth.domain.event.GatewayEvent.ContainerJoined;
import dev.berth.domain.event.GatewayEvent.ContainerRemovalFailed;
import dev.berth.domain.event.GatewayEvent.ContainerRemoved;
import dev.berth.domain.event.GatewayEvent.ContainerRested;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.event.GatewayEvent.ContainerSwept;
import dev.berth.domain.event.GatewayEvent.DetailAsked;
import dev.berth.domain.event.GatewayEvent.GatewayDraining;
import dev.berth.domain.event.GatewayEvent.GatewayReady;
import dev.berth.domain.event.GatewayEvent.GatewayStopped;
import dev.berth.domain.event.GatewayEvent.GatewayStopping;
import dev.berth.domain.event.GatewayEvent.HandshakeFailed;
import dev.berth.domain.event.GatewayEvent.ImagePullStarted;
import dev.berth.domain.event.GatewayEvent.ImagePulled;
import dev.berth.domain.event.GatewayEvent.InternalFault;
import dev.berth.domain.event.GatewayEvent.KeysExchanged;
import dev.berth.domain.event.GatewayEvent.LeaseNotRenewed;
import dev.berth.domain.event.GatewayEvent.NobodyCanLogIn;
import dev.berth.domain.event.GatewayEvent.PoolNotFilled;
import dev.berth.domain.event.GatewayEvent.ProgramEnded;
import dev.berth.domain.event.GatewayEvent.ProgramStarted;
import dev.berth.domain.event.GatewayEvent.RemainsNotEnded;
import dev.berth.domain.event.GatewayEvent.RequestRefused;
import dev.berth.domain.event.GatewayEvent.ServerAsked;
import dev.berth.domain.event.GatewayEvent.SessionsCut;
import dev.berth.domain.event.GatewayEvent.SourceRefused;
import dev.berth.domain.event.GatewayEvent.SweepFailed;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.ExitStatus.Exited;
import dev.berth.domain.session.ExitStatus.Lost;
import dev.berth.domain.session.ExitStatus.Signalled;
import dev.berth.domain.session.SessionId;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says in the log's terms what happened: which code each kind of event has, and which fields.
final class EventLines {
  private EventLines() {}

  /// The line of an event.
  static LogLine of(GatewayEvent event) {
    return switch (event) {
      case GatewayReady ready ->
          LogLine.of(EventCode.GATEWAY_READY).with("address", ready.address());
      case GatewayDraining draining ->
          LogLine.of(EventCode.GATEWAY_DRAINING).with("gracePeriodMs", draining.gracePeriod());
      case SessionsCut cut -> LogLine.of(EventCode.SESSIONS_CUT).with("count", cut.count());
      case GatewayStopping _ -> LogLine.of(EventCode.GATEWAY_STOPPING);
      case GatewayStopped stopped -> gatewayStopped(stopped);
      case NobodyCanLogIn _ -> LogLine.of(EventCode.NOBODY_CAN_LOG_IN);
      case ConnectionOpened opened -> about(EventCode.CONNECTION_OPENED, opened.client());
      case ConnectionRefused refused ->
          about(EventCode.CONNECTION_REFUSED, refused.client())
              .with("limit", refused.limit())
              .with("count", refused.count());
      case SourceRefused refused ->
          about(EventCode.SOURCE_REFUSED, refused.client())
              .with("source", refused.source().toString())
              .with("count", refused.count())
              .with("remainingMs", refused.remaining());
      case ConnectionExpired expired ->
          about(EventCode.CONNECTION_EXPIRED, expired.client(), expired.user())
              .with("limit", expired.limit());
      case DetailAsked asked ->
          about(EventCode.DETAIL_ASKED, asked.connection())
              .with("level", asked.least().name().toLowerCase(Locale.ROOT));
      case KeysExchanged exchanged ->
          about(EventCode.KEYS_EXCHANGED, exchanged.client())
              .with("durationMs", exchanged.duration());
      case ServerAsked asked ->
          about(EventCode.SERVER_ASKED, asked.connection())
              .with("question", asked.question())
              .with("answered", asked.answered())
              .with("failure", asked.failure())
              .with("again", asked.again())
              .with("durationMs", asked.duration());
      case HandshakeFailed failed ->
          about(EventCode.HANDSHAKE_FAILED, failed.client()).withReason("reason", failed.reason());
      case AuthenticationSucceeded succeeded -> authenticationSucceeded(succeeded);
      case AuthenticationFailed failed -> authenticationFailed(failed);
      case AuthenticationUnavailable unavailable -> authenticationUnavailable(unavailable);
      case ConnectionClosed closed -> connectionClosed(closed);
      case ConnectionReleased released ->
          about(EventCode.CONNECTION_ENDED, released.client(), released.user());
      case ContainerStarted started -> containerStarted(started);
      case ContainerClaimed claimed ->
          about(EventCode.CONTAINER_CLAIMED, claimed.connection())
              .with("container", claimed.container().value())
              .with("waitedMs", claimed.waited());
      case ContainerJoined joined ->
          about(EventCode.CONTAINER_JOINED, joined.connection())
              .with("container", joined.container().value())
              .with("state", joined.state());
      case ContainerRested rested -> containerRested(rested);
      case PoolNotFilled failed -> LogLine.of(EventCode.POOL_NOT_FILLED).withCause(failed.cause());
      case ContainerRemoved removed ->
          about(EventCode.CONTAINER_REMOVED, removed.connection())
              .with("container", removed.container().value());
      case ContainerRemovalFailed failed -> containerRemovalFailed(failed);
      case ContainerSwept swept -> containerSwept(swept.container());
      case LeaseNotRenewed failed ->
          LogLine.of(EventCode.LEASE_NOT_RENEWED)
              .with("patienceMs", failed.patience())
              .withCause(failed.cause());
      case SweepFailed failed -> LogLine.of(EventCode.SWEEP_FAILED).withCause(failed.cause());
      case RemainsNotEnded remains ->
          about(EventCode.REMAINS_NOT_ENDED, remains.connection())
              .with("container", remains.container().value())
              .with("programs", remains.programs())
              .withCause(remains.cause());
      case ImagePullStarted started ->
          about(EventCode.IMAGE_PULL_STARTED, started.connection()).with("image", started.image());
      case ImagePulled pulled ->
          about(EventCode.IMAGE_PULLED, pulled.connection())
              .with("image", pulled.image())
              .with("durationMs", pulled.duration());
      case ProgramStarted started -> programStarted(started);
      case ProgramEnded ended -> programEnded(ended);
      case BackendFailed failed -> backendFailed(failed);
      case RequestRefused refused -> requestRefused(refused);
      case InternalFault fault -> internalFault(fault);
    };
  }

  private static LogLine gatewayStopped(GatewayStopped stopped) {
    return LogLine.of(
        stopped.orderly() ? EventCode.GATEWAY_STOPPED : EventCode.GATEWAY_STOPPED_LATE);
  }

  private static LogLine authenticationSucceeded(AuthenticationSucceeded succeeded) {
    return about(EventCode.AUTHENTICATION_SUCCEEDED, succeeded.client(), succeeded.user())
        .with("method", succeeded.method());
  }

  private static LogLine authenticationFailed(AuthenticationFailed failed) {
    return about(EventCode.AUTHENTICATION_FAILED, failed.client())
        .with("login", failed.login())
        .with("method", failed.method());
  }

  private static LogLine authenticationUnavailable(AuthenticationUnavailable unavailable) {
    return about(EventCode.AUTHENTICATION_UNAVAILABLE, unavailable.client())
        .with("login", unavailable.login())
        .with("method", unavailable.method())
        .withReason("reason", unavailable.reason());
  }

  private static LogLine connectionClosed(ConnectionClosed closed) {
    return about(EventCode.CONNECTION_CLOSED, closed.client(), closed.user())
        .with("reason", closed.reason())
        .with("durationMs", closed.duration());
  }

  private static LogLine containerStarted(ContainerStarted started) {
    return about(EventCode.CONTAINER_STARTED, started.connection())
        .with("container", started.container().value())
        .with("createMs", started.create())
        .with("startMs", started.start());
  }

  private static LogLine containerRemovalFailed(ContainerRemovalFailed failed) {
    EventCode code =
        failed.last() ? EventCode.CONTAINER_REMOVAL_FAILED : EventCode.CONTAINER_REMOVAL_DELAYED;
    return about(code, failed.connection())
        .with("container", failed.container())
        .with("attempt", failed.attempt())
        .withCause(failed.cause());
  }

  private static LogLine containerRested(ContainerRested rested) {
    return LogLine.of(EventCode.CONTAINER_RESTED)
        .with("container", rested.container().id().value())
        .with("name", rested.container().name())
        .with("user", rested.container().labels().values().get(Labels.USERNAME))
        .with("action", rested.action().name().toLowerCase(Locale.ROOT))
        .with("idleMs", rested.idle());
  }

  private static LogLine containerSwept(ContainerSummary container) {
    Map<String, String> labels = container.labels().values();
    return LogLine.of(EventCode.CONTAINER_SWEPT)
        .with("connectionId", labels.get(Labels.CONNECTION_ID))
        .with("container", container.id().value())
        .with("state", container.state())
        .with("user", labels.get(Labels.USERNAME))
        .with("gateway", labels.get(Labels.INSTANCE));
  }

  private static LogLine programStarted(ProgramStarted started) {
    return about(EventCode.PROGRAM_STARTED, started.session())
        .with("request", started.requestType())
        .with("durationMs", started.duration());
  }

  private static LogLine programEnded(ProgramEnded ended) {
    LogLine line =
        status(about(EventCode.PROGRAM_ENDED, ended.session()), ended.status())
            .with("bytesIn", ended.bytesIn())
            .with("bytesOut", ended.bytesOut());
    return ended
        .firstByte()
        .map(after -> line.with("firstByteMs", after))
        .orElse(line)
        .with("durationMs", ended.duration());
  }

  private static LogLine status(LogLine line, ExitStatus status) {
    return switch (status) {
      case Exited exited -> line.with("outcome", "exited").with("exitCode", exited.code());
      case Signalled signalled -> {
        LogLine killed =
            line.with("outcome", "signalled")
                .with("signal", signalled.signal().name())
                .with("coreDumped", signalled.coreDumped());
        yield signalled.message().isEmpty()
            ? killed
            : killed.withReason("reason", signalled.message());
      }
      case Lost lost -> line.with("outcome", "lost").withReason("reason", lost.reason());
    };
  }

  private static LogLine backendFailed(BackendFailed failed) {
    SessionId session = failed.session();
    LogLine line =
        session == null
            ? about(EventCode.BACKEND_FAILED, failed.connection())
            : about(EventCode.BACKEND_FAILED, session);
    return line.with("failure", failed.code())
        .withReason("reason", failed.message())
        .withCause(failed.cause());
  }

  private static LogLine requestRefused(RequestRefused refused) {
    return about(code(refused.requestType()), refused.session())
        .with("request", refused.requestType())
        .withReason("reason", refused.reason());
  }

  /// Users are told of what they cannot run, and come to ask; of the rest clients ask unbidden.
  private static EventCode code(String request) {
    return switch (request) {
      case "session", "shell", "exec", "subsystem" -> EventCode.PROGRAM_REFUSED;
      default -> EventCode.REQUEST_REFUSED;
    };
  }

  private static LogLine internalFault(InternalFault fault) {
    return LogLine.of(EventCode.INTERNAL_ERROR)
        .with("connection", fault.connection())
        .withReason("where", fault.where())
        .withStack(fault.cause());
  }

  private static LogLine about(EventCode code, Client client) {
    LogLine line = about(code, client.id()).with("client", client.address());
    return client.version().isEmpty() ? line : line.with("clientVersion", client.version());
  }

  private static LogLine about(EventCode code, Client client, @Nullable AuthenticatedUser user) {
    LogLine line = about(code, client);
    return user == null ? line : line.with("login", user.login()).with("user", user.name());
  }

  private static LogLine about(EventCode code, ConnectionId connection) {
    return LogLine.of(code).with("connection", connection);
  }

  private static LogLine about(EventCode code, SessionId session) {
    return about(code, session.connection()).with("session", session);
  }
}
