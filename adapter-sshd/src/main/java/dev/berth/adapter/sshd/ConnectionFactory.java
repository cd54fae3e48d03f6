package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SourceLimits;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;

/// Makes our kind of session for each client that is let in, and turns away the others.
final class ConnectionFactory extends SessionFactory {
  private final Admission admission;
  private volatile Serving serving;

  /// @param server what the library looks things up in
  /// @param services what we do
  private record Serving(Listener server, Services services) {}

  ConnectionFactory(Listener listener, Services services, Admission admission) {
    super(listener);
    this.admission = admission;
    this.serving = new Serving(listener, services);
  }

  /// From now on new clients are served by these.
  void serveBy(Listener server, Services services) {
    admission.adopt(services.configuration().limits());
    serving = new Serving(server, services);
  }

  @Override
  protected ServerSessionImpl doCreateSession(IoSession socket) throws Exception {
    Serving now = serving;
    InetSocketAddress peer = (InetSocketAddress) socket.getRemoteAddress();
    ClientConnection connection = new ClientConnection(now.services(), admission, socket);
    Optional<Refusal> refusal = connection.enter();
    SourceLimits sources = now.services().configuration().limits().sources();
    boolean proxied = sources.isProxy(peer.getAddress());
    if (refusal.isEmpty() && !proxied) {
      refusal = connection.cameFrom(peer);
    }
    if (refusal.isPresent()) {
      // The library closes only what it has a session for.
      socket.close(true);
      throw new SshException("turned away: " + refusal.get().kind());
    }
    return session(now.server(), socket, connection, proxied);
  }

  private static ServerSessionImpl session(
      Listener listener, IoSession socket, ClientConnection connection, boolean proxied)
      throws Exception {
    try {
      return new ClientSession(listener, socket, connection, proxied);
    } catch (Exception | Error failure) {
      connection.ended();
      throw failure;
    }
  }
}
