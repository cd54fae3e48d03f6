package dev.berth.adapter.sshd;

import dev.berth.domain.session.ExitStatus.Exited;
import dev.berth.domain.session.ExitStatus.Signalled;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/// How a client is told how a program ended (RFC 4254, section 6.10). Where nobody can tell there
/// is none of these.
sealed interface ProgramEnd {
  /// `exit-status`.
  record Status(Exited exit) implements ProgramEnd {}

  /// `exit-signal`.
  record Killed(Signalled exit) implements ProgramEnd {}

  /// The channel request.
  default Buffer request(Session session, long recipient) {
    Buffer request = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 256);
    request.putUInt(recipient);
    switch (this) {
      case Status(Exited exit) -> {
        request.putString("exit-status");
        request.putBoolean(false);
        request.putUInt(exit.code());
      }
      case Killed(Signalled exit) -> {
        request.putString("exit-signal");
        request.putBoolean(false);
        request.putString(exit.signal().name());
        request.putBoolean(exit.coreDumped());
        request.putString(exit.message());
        request.putString("");
      }
    }
    return request;
  }
}
