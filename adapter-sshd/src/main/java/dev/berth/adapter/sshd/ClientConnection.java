package dev.berth.adapter.sshd;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.GatewayEvent.AuthenticationSucceeded;
import dev.berth.domain.event.GatewayEvent.ConnectionClosed;
import dev.berth.domain.event.GatewayEvent.ConnectionOpened;
import dev.berth.domain.event.GatewayEvent.HandshakeFailed;
import dev.berth.domain.event.GatewayEvent.InternalFault;
import dev.berth.domain.event.GatewayEvent.KeysExchanged;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.io.IoSession;
import org.jspecify.annotations.Nullable;

/// One client's connection as the gateway sees it: told to the gateway when the client has
/// introduced itself, logged in at most once, ended exactly once.
final class ClientConnection {
  private static final int MOST_REPEATED = 100;

  private final Services services;
  private final Admission admission;
  private final long openedAt = System.nanoTime();
  private final AtomicInteger failedLogins = new AtomicInteger();
  private final AtomicInteger repeatable = new AtomicInteger();

  private final LoginProgress progress = new LoginProgress();

  /// For answers about a login.
  private final Waiting waiting = new Waiting();

  private Client client;
  private @Nullable ConnectionHandler handler;
  private @Nullable Proven proven;
  private @Nullable AuthenticatedUser user;
  private @Nullable SshConnectionHandler sessions;
  private Admission.@Nullable Place place;
  private @Nullable String cause;
  private @Nullable Offence offence;
  private boolean excused;
  private boolean unavailable;
  private boolean keptWaiting;
  private boolean loginService;
  private volatile boolean refused;
  private boolean announced;
  private boolean over;

  ClientConnection(Services services, Admission admission, IoSession socket) {
    this.services = services;
    this.admission = admission;
    RemoteAddress address = RemoteAddress.of((InetSocketAddress) socket.getRemoteAddress());
    this.client = new Client(ConnectionId.random(), address, server(socket), "");
  }

  private static Optional<RemoteAddress> server(IoSession socket) {
    return socket.getLocalAddress() instanceof InetSocketAddress local
        ? Optional.of(RemoteAddress.of(local))
        : Optional.empty();
  }

  /// Who somebody has proven to be, before the library acts on it.
  ///
  /// @param method as RFC 4252 names it
  record Proven(AuthenticatedUser user, String method) {}

  Services services() {
    return services;
  }

  synchronized Client client() {
    return client;
  }

  ConnectionId id() {
    return client().id();
  }

  void emit(GatewayEvent event) {
    services.events().emit(event);
  }

  /// Tells of something that a client can bring about as often as it likes; only the first few
  /// times.
  void emitSome(GatewayEvent event) {
    if (repeatable.incrementAndGet() <= MOST_REPEATED) {
      emit(event);
    }
  }

  void internalError(String where, Throwable failure) {
    emit(new InternalFault(id(), where, failure));
  }

  /// Lets the client in, if there is room.
  ///
  /// @return why not, which is then told
  Optional<Refusal> enter() {
    return switch (admission.enter()) {
      case Admission.TurnedAway(Refusal refusal) -> Optional.of(turnAway(refusal));
      case Admission.Place taken -> {
        place = taken;
        yield Optional.empty();
      }
    };
  }

  /// Where the client comes from is known.
  ///
  /// @return why it is turned away after all, which is then told
  Optional<Refusal> cameFrom(InetSocketAddress source) {
    synchronized (this) {
      client = new Client(client.id(), RemoteAddress.of(source), client.server(), client.version());
    }
    Optional<Refusal> refusal = Objects.requireNonNull(place).from(source.getAddress());
    refusal.ifPresentOrElse(this::turnAway, this::announce);
    return refusal;
  }

  /// The connection is one of a proxy's own: it checks that somebody answers, or cannot tell where
  /// its client comes from. No source answers for that, least of all the proxy, which would take
  /// all its clients with it.
  void cameFromNowhere() {
    announce();
  }

  private Refusal turnAway(Refusal refusal) {
    refused = true;
    if (place != null) {
      place.leave(null);
    }
    admission.tell(client(), refusal);
    return refusal;
  }

  private void announce() {
    synchronized (this) {
      if (announced) {
        return;
      }
      announced = true;
    }
    emit(new ConnectionOpened(client()));
  }

  /// The client has sent its identification string.
  synchronized void identified(String version) {
    client =
        new Client(client.id(), client.address(), client.server(), SshdFailures.printable(version));
    if (!over) {
      handler = services.gateway().connected(client);
    }
  }

  /// Whether this is the first time that the client asks for the authentication service.
  boolean firstLoginService() {
    synchronized (this) {
      if (loginService) {
        return false;
      }
      loginService = true;
    }
    emit(new KeysExchanged(client(), Duration.ofNanos(System.nanoTime() - openedAt)));
    return true;
  }

  /// Counts a failed attempt to log in.
  ///
  /// @return how many there were
  int loginFailed() {
    return failedLogins.incrementAndGet();
  }

  /// Remembers who the current attempt has proven the client to be; null when an attempt begins.
  synchronized void proven(@Nullable Proven who) {
    proven = who;
  }

  /// Who the current attempt has proven the client to be.
  synchronized @Nullable Proven proven() {
    return proven;
  }

  /// Where answers about a login are waited for.
  Waiting waiting() {
    return waiting;
  }

  /// How far the client has come, where it must pass more than one method.
  LoginProgress progress() {
    return progress;
  }

  /// The library lets the client in.
  ///
  /// @throws IllegalStateException if nobody has proven who they are, whatever the library says
  SshConnectionHandler loggedIn() {
    Proven who;
    SshConnectionHandler next;
    synchronized (this) {
      if (proven == null || handler == null || over || sessions != null) {
        throw new IllegalStateException("nobody has logged in");
      }
      who = proven;
      next = handler.handshakeSucceeded(who.user());
      sessions = next;
      user = who.user();
    }
    Objects.requireNonNull(place).loggedIn();
    emit(new AuthenticationSucceeded(client(), who.user(), who.method()));
    return next;
  }

  /// Who is logged in, if anybody.
  synchronized Optional<AuthenticatedUser> user() {
    return Optional.ofNullable(user);
  }

  /// Remembers why the connection is about to end; the first cause counts.
  synchronized void cause(String why) {
    if (cause == null) {
      cause = why;
    }
  }

  /// Remembers how the client has misbehaved; the first offence counts.
  synchronized void offends(Offence what) {
    if (offence == null) {
      offence = what;
    }
  }

  /// The client has not logged in in time, which is no offence where it is the gateway that waits;
  /// proofs that were wrong before stay one. Said again while the connection ends, it changes
  /// nothing.
  void graceTimeEnded() {
    boolean asking = waiting.isUnderWay();
    synchronized (this) {
      keptWaiting |= asking;
      if (!keptWaiting) {
        offends(Offence.GRACE_TIMEOUT);
      }
    }
  }

  /// Whether the client's proofs are right could not be told: it is not to be punished for what
  /// became of them.
  synchronized void excused() {
    excused = true;
  }

  /// The authenticator cannot tell whether a proof is right, which excuses the client.
  ///
  /// @return whether that is said for the first time
  synchronized boolean unavailable() {
    boolean first = !unavailable;
    unavailable = true;
    excused = true;
    return first;
  }

  /// The connection is over. Calling it again does nothing.
  void ended() {
    ConnectionHandler last;
    AuthenticatedUser who;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      last = handler;
      who = user;
    }
    waiting.end();
    if (place != null) {
      place.leave(who == null ? offence() : null);
    }
    if (!refused) {
      tellEnd(who);
    }
    if (last != null) {
      disconnect(last);
    }
  }

  private synchronized @Nullable Offence offence() {
    // Whoever breaks the protocol does so whatever the authenticator says.
    if (offence == Offence.GARBAGE) {
      return offence;
    }
    if (excused) {
      return null;
    }
    if (offence != null) {
      return offence;
    }
    if (failedLogins.get() > 0) {
      return Offence.FAILED_LOGIN;
    }
    return keptWaiting ? null : Offence.NO_LOGIN;
  }

  private void tellEnd(@Nullable AuthenticatedUser who) {
    announce();
    String reason = reason();
    if (who == null) {
      emit(new HandshakeFailed(client(), reason));
    }
    Duration duration = Duration.ofNanos(System.nanoTime() - openedAt);
    emit(new ConnectionClosed(client(), who, reason, duration));
  }

  private synchronized String reason() {
    return cause == null ? "the client left" : cause;
  }

  private void disconnect(ConnectionHandler last) {
    try {
      last.disconnected();
    } catch (RuntimeException failure) {
      internalError("disconnected", failure);
    }
  }
}
