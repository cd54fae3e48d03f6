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
  private final Listener listener;
  private final Services services;
  private final Admission admission;

  ConnectionFactory(Listener listener, Services services, Admission admission) {
    super(listener);
    this.listener = listener;
    this.services = services;
    this.admission = admission;
  }

  @Override
  protected ServerSessionImpl doCreateSession(IoSession socket) throws Exception {
    InetSocketAddress peer = (InetSocketAddress) socket.getRemoteAddress();
    ClientConnection connection = new ClientConnection(services, admission, socket);
    Optional<Refusal> refusal = connection.enter();
    SourceLimits sources = services.configuration().limits().sources();
    boolean proxied = sources.isProxy(peer.getAddress());
    if (refusal.isEmpty() && !proxied) {
      refusal = connection.cameFrom(peer);
    }
    if (refusal.isPresent()) {
      // The library closes only what it has a session for.
      socket.close(true);
      throw new SshException("turned away: " + refusal.get().kind());
    }
    return session(socket, connection, proxied);
  }

  private ServerSessionImpl session(IoSession socket, ClientConnection connection, boolean proxied)
      throws Exception {
    try {
      return new ClientSession(listener, socket, connection, proxied);
    } catch (Exception | Error failure) {
      connection.ended();
      throw failure;
    }
  }
}
