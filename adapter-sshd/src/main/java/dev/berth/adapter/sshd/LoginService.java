package dev.berth.adapter.sshd;

import dev.berth.adapter.sshd.ClientConnection.Proven;
import dev.berth.adapter.sshd.LoginProgress.Outcome;
import dev.berth.domain.connection.Username;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
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
    Optional<Set<String>> following = connection.progress().following();
    if (following.isPresent()) {
      refuse(following.get(), false);
    } else {
      super.handleAuthenticationFailure(command, request);
    }
  }

  /// A proof was right; that may not be all.
  @Override
  protected void handleAuthenticationSuccess(int command, Buffer request) throws Exception {
    Proven proof = connection.proven();
    connection.proven(null);
    Outcome outcome = proof == null ? new Outcome.Refused() : connection.progress().pass(proof);
    switch (outcome) {
      case Outcome.Complete(Proven whole) -> {
        connection.proven(whole);
        super.handleAuthenticationSuccess(command, request);
      }
      case Outcome.Partial(Set<String> methods) -> refuse(methods, true);
      case Outcome.Refused _ -> handleAuthenticationFailure(command, request);
    }
  }

  private void refuse(Set<String> methods, boolean partialSuccess) throws IOException {
    Buffer reply = getServerSession().createBuffer(SshConstants.SSH_MSG_USERAUTH_FAILURE);
    reply.putString(String.join(",", methods));
    reply.putBoolean(partialSuccess);
    getServerSession().writePacket(reply);
  }

  @Override
  protected boolean handleUserAuthRequestMessage(
      ServerSession session, Buffer request, AtomicReference<Boolean> outcome) throws Exception {
    int start = request.rpos();
    Optional<String> fault = fault(request.getBytes());
    if (fault.isPresent() && !session.isAuthenticated()) {
      session.disconnect(SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME, fault.get());
      return false;
    }
    request.getBytes();
    boolean question = request.getString().equals("none");
    request.rpos(start);
    attempt = !question || asked;
    asked = true;
    return super.handleUserAuthRequestMessage(session, request, outcome);
  }

  /// What is wrong with a name, whoever has it; said before anything is asked about it.
  private static Optional<String> fault(byte[] name) {
    try {
      var _ =
          new Username(
              StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString());
      return Optional.empty();
    } catch (CharacterCodingException notText) {
      return Optional.of("a user name must be text in UTF-8");
    } catch (IllegalArgumentException illegal) {
      return Optional.of(String.valueOf(illegal.getMessage()));
    }
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
