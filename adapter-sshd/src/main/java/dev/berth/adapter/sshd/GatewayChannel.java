package dev.berth.adapter.sshd;

import java.io.IOException;
import java.util.List;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;

/// A channel that can refuse to be opened with a reason that the client gets to read; the library's
/// own way replaces the reason and forgets to let go of the channel.
abstract class GatewayChannel extends AbstractServerChannel {
  GatewayChannel() {
    super("", List.of(), null);
  }

  ClientSession session() {
    return ClientSession.of(getSession());
  }

  /// Tells the client that the channel is not opened (RFC 4254, section 5.1).
  OpenFuture refuse(int code, String message) {
    try {
      Buffer refusal =
          session().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, message.length() + 64);
      refusal.putUInt(getRecipient());
      refusal.putUInt(code);
      refusal.putString(message);
      refusal.putString("");
      session().writePacket(refusal);
    } catch (IOException gone) {
      session().exceptionCaught(gone);
    }
    close(true);
    // Never told how it went, or the library would send its own refusal.
    return new DefaultOpenFuture(this, this);
  }
}
