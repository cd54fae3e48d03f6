package dev.berth.adapter.sshd;

import java.util.Set;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;

/// Answers global requests (RFC 4254, section 4): everything but "no more sessions" and questions
/// about host keys is refused, above all to listen for forwarding. A refusal is an answer too,
/// which is all that a keepalive wants.
final class GlobalRequests implements RequestHandler<ConnectionService> {
  private static final Set<String> FORWARDING =
      Set.of("tcpip-forward", "streamlocal-forward@openssh.com");

  @Override
  public Result process(
      ConnectionService service, String request, boolean wantReply, Buffer details)
      throws Exception {
    if (request.equals("no-more-sessions@openssh.com")) {
      service.setAllowMoreSessions(false);
      return Result.ReplySuccess;
    }
    if (request.equals(KnownHostKeys.PROVE)) {
      return new KnownHostKeys(ClientSession.of(service.getSession())).prove(wantReply, details);
    }
    if (FORWARDING.contains(request)) {
      ClientSession.of(service.getSession()).explain("forwarding is not allowed (" + request + ")");
    }
    return Result.ReplyFailure;
  }
}
