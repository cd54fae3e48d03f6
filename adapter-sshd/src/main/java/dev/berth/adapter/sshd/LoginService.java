package dev.berth.adapter.sshd;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.session.ServerUserAuthService;

/// The authentication service (RFC 4252), which counts failed attempts as OpenSSH does: an accepted
/// offer of a key and the first question for the methods are none.
final class LoginService extends ServerUserAuthService {
  /// Requests that are no failures are bounded by this.
  static final int MOST_REQUESTS = 200;

  private final ClientConnection connection;
  private boolean asked;
  private boolean attempt;

  private LoginService(ClientSession session) throws IOException {
    super(session);
    this.connection = session.connection();
  }

  @Override
  protected void handleAuthenticationFailure(int command, Buffer request) throws Exception {
    int most = connection.services().configuration().limits().maxAuthTries();
    if (attempt && connection.loginFailed() >= most) {
      getServerSession()
          .disconnect(
              SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
              "Too many authentication failures");
      return;
    }
    super.handleAuthenticationFailure(command, request);
  }

  @Override
  protected boolean handleUserAuthRequestMessage(
      ServerSession session, Buffer request, AtomicReference<Boolean> outcome) throws Exception {
    int start = request.rpos();
    request.getBytes();
    request.getBytes();
    boolean question = request.getString().equals("none");
    request.rpos(start);
    attempt = !question || asked;
    asked = true;
    return super.handleUserAuthRequestMessage(session, request, outcome);
  }

  /// The text itself: the library would read it as the name of a file or page where it looks like
  /// one.
  @Override
  protected String resolveWelcomeBanner(ServerSession session) {
    String banner = connection.services().configuration().banner();
    return banner.isEmpty() || banner.endsWith("\n") ? banner : banner + "\n";
  }

  /// Makes the service once per connection: a second one would count its attempts and its time
  /// anew.
  static final class Factory implements ServiceFactory {
    @Override
    public String getName() {
      return "ssh-userauth";
    }

    @Override
    public Service create(Session session) throws IOException {
      ClientSession client = ClientSession.of(session);
      if (!client.connection().firstLoginService()) {
        throw new SshException(
            SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "asked for authentication again");
      }
      return new LoginService(client);
    }
  }
}
