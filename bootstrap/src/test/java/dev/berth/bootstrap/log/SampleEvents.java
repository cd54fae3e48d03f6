package dev.berth.bootstrap.log;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.Network;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.Labels;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.ServerQuestion;
import dev.berth.domain.event.Severity;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.mode.IdleRule;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.SessionId;
import dev.berth.domain.session.Signal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// At least one event of every kind.
final class SampleEvents {
  static final ConnectionId CONNECTION = new ConnectionId("c0ffee");
  static final SessionId SESSION = new SessionId(CONNECTION, 3);
  static final Client CLIENT =
      new Client(CONNECTION, new RemoteAddress("192.0.2.7", 40000), "SSH-2.0-OpenSSH_9.2p1");
  static final Username ALICE = new Username("alice");
  static final AuthenticatedUser USER = AuthenticatedUser.of(ALICE);
  static final ContainerId CONTAINER = new ContainerId("0123456789abcdef");
  static final Duration SOME = Duration.ofMillis(1234);

  static final List<GatewayEvent> ALL =
      List.of(
          new GatewayEvent.GatewayReady("0.0.0.0:2222"),
          new GatewayEvent.GatewayDraining(SOME),
          new GatewayEvent.SessionsCut(2),
          new GatewayEvent.GatewayStopping(),
          new GatewayEvent.GatewayStopped(true),
          new GatewayEvent.GatewayStopped(false),
          new GatewayEvent.NobodyCanLogIn(),
          new GatewayEvent.ConnectionOpened(CLIENT),
          new GatewayEvent.ConnectionRefused(CLIENT, "maxStartups", 3),
          new GatewayEvent.SourceRefused(CLIENT, Network.parse("192.0.2.0/24"), 2, SOME),
          new GatewayEvent.ConnectionExpired(CLIENT, USER, "idleTimeout"),
          new GatewayEvent.DetailAsked(new ConnectionId("5eed"), Severity.DEBUG),
          new GatewayEvent.KeysExchanged(CLIENT, SOME),
          new GatewayEvent.ServerAsked(
              CONNECTION, ServerQuestion.AUTHORIZATION, "late", true, SOME),
          new GatewayEvent.HandshakeFailed(CLIENT, "it left"),
          new GatewayEvent.AuthenticationSucceeded(CLIENT, USER, "password"),
          new GatewayEvent.AuthenticationFailed(CLIENT, ALICE, "password"),
          new GatewayEvent.AuthenticationUnavailable(CLIENT, ALICE, "publickey", "no answer"),
          new GatewayEvent.ConnectionClosed(CLIENT, USER, "it left", SOME),
          new GatewayEvent.ConnectionClosed(CLIENT, null, "it left", SOME),
          new GatewayEvent.ConnectionReleased(CLIENT, USER),
          new GatewayEvent.ContainerStarted(CONNECTION, CONTAINER, SOME, SOME, false),
          new GatewayEvent.ContainerClaimed(CONNECTION, CONTAINER, SOME),
          new GatewayEvent.ContainerJoined(CONNECTION, CONTAINER, "paused"),
          new GatewayEvent.ContainerRested(
              new ContainerSummary(
                  CONTAINER,
                  "berth-persistent-alice",
                  "running",
                  Instant.EPOCH,
                  new Labels(Map.of(Labels.USERNAME, "alice"))),
              IdleRule.Action.STOP,
              SOME),
          new GatewayEvent.PoolNotFilled(cause()),
          new GatewayEvent.ContainerRemoved(CONNECTION, CONTAINER),
          new GatewayEvent.ContainerRemovalFailed(CONNECTION, "berth-x", 1, false, cause()),
          new GatewayEvent.ContainerRemovalFailed(CONNECTION, "berth-x", 9, true, cause()),
          new GatewayEvent.ContainerSwept(
              new ContainerSummary(
                  CONTAINER,
                  "berth-x",
                  "running",
                  Instant.EPOCH,
                  new Labels(Map.of(Labels.CONNECTION_ID, "c1", Labels.INSTANCE, "other")))),
          new GatewayEvent.LeaseNotRenewed(SOME, cause()),
          new GatewayEvent.SweepFailed(cause()),
          new GatewayEvent.RemainsNotEnded(CONNECTION, CONTAINER, 2, cause()),
          new GatewayEvent.ImagePullStarted(CONNECTION, "alpine"),
          new GatewayEvent.ImagePulled(CONNECTION, "alpine", SOME),
          new GatewayEvent.ProgramStarted(SESSION, "exec", SOME),
          ended(new ExitStatus.Exited(3)),
          ended(new ExitStatus.Signalled(Signal.KILL, false, "out of memory")),
          ended(new ExitStatus.Lost("the engine went away")),
          new GatewayEvent.BackendFailed(
              CONNECTION, SESSION, FailureCode.PULL_REFUSED, "no credentials", cause()),
          new GatewayEvent.BackendFailed(
              CONNECTION, null, FailureCode.ENGINE_UNREACHABLE, "refused", null),
          new GatewayEvent.RequestRefused(SESSION, "env", "too many"),
          new GatewayEvent.RequestRefused(SESSION, "exec", "not permitted"),
          new GatewayEvent.InternalFault(CONNECTION, "copying output", cause()));

  private SampleEvents() {}

  static IOException cause() {
    return new IOException("outer", new IOException("inner"));
  }

  private static GatewayEvent ended(ExitStatus status) {
    return new GatewayEvent.ProgramEnded(
        SESSION, status, 10, 20, Optional.of(Duration.ofMillis(5)), SOME);
  }
}
