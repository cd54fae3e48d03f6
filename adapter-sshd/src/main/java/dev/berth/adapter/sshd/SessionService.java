package dev.berth.adapter.sshd;

import dev.berth.ports.driving.SshConnectionHandler;
import java.io.IOException;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.session.ServerConnectionService;

/// The connection service (RFC 4254) of a client that has logged in.
final class SessionService extends ServerConnectionService {
  private final SshConnectionHandler sessions;

  private SessionService(ClientSession session, SshConnectionHandler sessions) throws SshException {
    super(session);
    this.sessions = sessions;
  }

  /// The gateway's side.
  SshConnectionHandler sessions() {
    return sessions;
  }

  /// Made by the library when a client has logged in, before the client is told so.
  static final class Factory implements ServiceFactory {
    @Override
    public String getName() {
      return "ssh-connection";
    }

    @Override
    public Service create(Session session) throws IOException {
      ClientSession client = ClientSession.of(session);
      if (!client.isAuthenticated()) {
        throw new SshException("nobody has logged in");
      }
      client.outbound().loggedIn();
      SessionService service = new SessionService(client, client.connection().loggedIn());
      SignsOfLife.watch(client);
      client.connection().user().ifPresent(user -> Expiry.watch(client, user));
      return service;
    }
  }
}
