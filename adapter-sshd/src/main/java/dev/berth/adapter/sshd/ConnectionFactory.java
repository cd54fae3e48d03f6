package dev.berth.adapter.sshd;

import dev.berth.domain.event.GatewayEvent.ConnectionRefused;
import java.util.Optional;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;

/// Makes our kind of session for each client that is let in, and turns away those above a limit.
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
    ClientConnection connection = new ClientConnection(services, admission, socket);
    Optional<String> limit = admission.limit();
    if (limit.isPresent()) {
      connection.emit(new ConnectionRefused(connection.client(), limit.get()));
      // The library closes only what it has a session for.
      socket.close(true);
      throw new SshException(limit.get() + " is reached");
    }
    return new ClientSession(listener, socket, connection);
  }
}
