package dev.berth.domain.event;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.Network;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.mode.IdleRule;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.SessionId;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something that happened in the gateway, as data. Logs, metrics and audit are made from these; a
/// new kind of event makes every sink that forgets it fail to compile.
public sealed interface GatewayEvent {
  /// The gateway listens.
  ///
  /// @param address where, as `host:port`
  record GatewayReady(String address) implements GatewayEvent {}

  /// The gateway began to shut down.
  record GatewayStopping() implements GatewayEvent {}

  /// The gateway lets nobody in any more and waits for the sessions that are open.
  ///
  /// @param gracePeriod how long at most
  record GatewayDraining(Duration gracePeriod) implements GatewayEvent {}

  /// Sessions were ended that had not finished when the gateway could not wait any longer.
  record SessionsCut(int count) implements GatewayEvent {}

  /// The gateway is done shutting down.
  ///
  /// @param orderly whether everything was ended and removed in time
  record GatewayStopped(boolean orderly) implements GatewayEvent {}

  /// Nobody can log in, because no method of authentication is configured that admits somebody.
  record NobodyCanLogIn() implements GatewayEvent {}

  /// A client connected.
  record ConnectionOpened(Client client) implements GatewayEvent {}

  /// Clients were turned away before their handshake, because a limit is reached. Told now and
  /// then, however many they are.
  ///
  /// @param client the last of them, as far as known
  /// @param limit the name of the limit in the configuration
  /// @param count how many there were since it was last told
  record ConnectionRefused(Client client, String limit, long count) implements GatewayEvent {}

  /// Clients were turned away at once, because their source has misbehaved. Told now and then,
  /// however many they are.
  ///
  /// @param client the last of them
  /// @param source the network that counts as their source
  /// @param count how many clients of that source there were since it was last told
  /// @param remaining how long the source is going to be refused if it behaves
  record SourceRefused(Client client, Network source, long count, Duration remaining)
      implements GatewayEvent {}

  /// Of a connection more is to be told than of others.
  ///
  /// @param least the least severe that is told; what the gateway tells of all is told of it too
  record DetailAsked(ConnectionId connection, Severity least) implements GatewayEvent {}

  /// A connection was ended, because it has lasted as long as it may.
  ///
  /// @param limit the name of the limit in the configuration
  record ConnectionExpired(Client client, AuthenticatedUser user, String limit)
      implements GatewayEvent {}

  /// A client and the gateway have agreed on keys (RFC 4253), and the client asks to log in.
  ///
  /// @param duration since it connected
  record KeysExchanged(Client client, Duration duration) implements GatewayEvent {}

  /// A server of the operator's was asked, once.
  ///
  /// @param connection for whom
  /// @param failure why it gave no answer that can be used; null if it did
  /// @param again whether it is going to be asked again
  record ServerAsked(
      ConnectionId connection,
      ServerQuestion question,
      @Nullable String failure,
      boolean again,
      Duration duration)
      implements GatewayEvent {
    /// Whether it gave an answer that can be used.
    public boolean answered() {
      return failure == null;
    }
  }

  /// A client left or was cut off before it had logged in.
  ///
  /// @param reason what ended it
  record HandshakeFailed(Client client, String reason) implements GatewayEvent {}

  /// Somebody proved who they are.
  ///
  /// @param method as RFC 4252 names it: `password`, `publickey`
  record AuthenticationSucceeded(Client client, AuthenticatedUser user, String method)
      implements GatewayEvent {}

  /// A proof was wrong.
  ///
  /// @param method as RFC 4252 names it
  record AuthenticationFailed(Client client, Username login, String method)
      implements GatewayEvent {}

  /// A proof could not be checked: nobody is let in.
  ///
  /// @param method as RFC 4252 names it
  /// @param reason for the operator
  record AuthenticationUnavailable(Client client, Username login, String method, String reason)
      implements GatewayEvent {}

  /// A connection is over.
  ///
  /// @param user who was logged in, if anybody
  /// @param reason why, for the operator
  /// @param duration since it was opened
  record ConnectionClosed(
      Client client, @Nullable AuthenticatedUser user, String reason, Duration duration)
      implements GatewayEvent {}

  /// Nothing of a user's connection is left but containers that are being removed. Follows
  /// [ConnectionClosed], after the programs that ran then have ended.
  record ConnectionReleased(Client client, AuthenticatedUser user) implements GatewayEvent {}

  /// A container runs.
  ///
  /// @param create how long its creation took
  /// @param start how long its start took
  /// @param kept whether it stays when the connection ends
  record ContainerStarted(
      ConnectionId connection, ContainerId container, Duration create, Duration start, boolean kept)
      implements GatewayEvent {}

  /// A container that was started in advance became a connection's own.
  ///
  /// @param waited since it was started
  record ContainerClaimed(ConnectionId connection, ContainerId container, Duration waited)
      implements GatewayEvent {}

  /// A connection uses a persistent container that was there already.
  ///
  /// @param state what it was found in: `running`, or what it was woken from
  record ContainerJoined(ConnectionId connection, ContainerId container, String state)
      implements GatewayEvent {}

  /// A persistent container that nobody used was put to rest.
  ///
  /// @param idle for how long nobody had used it
  record ContainerRested(ContainerSummary container, IdleRule.Action action, Duration idle)
      implements GatewayEvent {}

  /// Containers cannot be started in advance. It is tried again; told once until it works.
  record PoolNotFilled(Throwable cause) implements GatewayEvent {}

  /// A container is gone.
  record ContainerRemoved(ConnectionId connection, ContainerId container) implements GatewayEvent {}

  /// A container could not be removed yet; it is tried again unless final.
  ///
  /// @param container its id, or its name where no id is known
  /// @param attempt counted from 1
  /// @param last whether the gateway has given up
  record ContainerRemovalFailed(
      ConnectionId connection, String container, int attempt, boolean last, Throwable cause)
      implements GatewayEvent {}

  /// A container was found that belonged to nobody any more, and was removed.
  record ContainerSwept(ContainerSummary container) implements GatewayEvent {}

  /// The lease at an engine could not be renewed, or an old one not taken away. If renewing goes on
  /// to fail, other gateways there take this one for dead. Told once until all of it works again.
  ///
  /// @param patience after so long without a renewal they do
  record LeaseNotRenewed(Duration patience, Throwable cause) implements GatewayEvent {}

  /// The engine could not be searched for what dead gateways have left, or something that was found
  /// could not be removed. It is tried again; told once until it works.
  record SweepFailed(Throwable cause) implements GatewayEvent {}

  /// What programs that have ended left in a container could not be ended, however often it was
  /// tried. It goes on until the container goes.
  ///
  /// @param programs how many they are
  record RemainsNotEnded(
      ConnectionId connection, ContainerId container, int programs, Throwable cause)
      implements GatewayEvent {}

  /// An image is being pulled.
  record ImagePullStarted(ConnectionId connection, String image) implements GatewayEvent {}

  /// An image was pulled.
  record ImagePulled(ConnectionId connection, String image, Duration duration)
      implements GatewayEvent {}

  /// A program was started for a session.
  ///
  /// @param requestType `shell`, `exec` or `subsystem`
  record ProgramStarted(SessionId session, String requestType, Duration duration)
      implements GatewayEvent {}

  /// A session's program ended.
  ///
  /// @param bytesIn to its stdin
  /// @param bytesOut from its stdout and stderr
  /// @param firstByte how long after its start the first of these came, if any did
  record ProgramEnded(
      SessionId session,
      ExitStatus status,
      long bytesIn,
      long bytesOut,
      Optional<Duration> firstByte,
      Duration duration)
      implements GatewayEvent {}

  /// A container or a program could not be brought up, or another call to the backend failed.
  ///
  /// @param session the session, if it concerns one
  /// @param code what the user was told
  /// @param message for the operator
  record BackendFailed(
      ConnectionId connection,
      @Nullable SessionId session,
      FailureCode code,
      String message,
      @Nullable Throwable cause)
      implements GatewayEvent {}

  /// A client's request was refused.
  ///
  /// @param reason for the operator
  record RequestRefused(SessionId session, String requestType, String reason)
      implements GatewayEvent {}

  /// The gateway itself made a mistake that it survived.
  ///
  /// @param where what was going on
  record InternalFault(@Nullable ConnectionId connection, String where, Throwable cause)
      implements GatewayEvent {}
}
