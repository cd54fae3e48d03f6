package dev.berth.adapter.sshd;

import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/// A channel of a type that is known but not allowed: forwarding.
final class RefusedChannel extends GatewayChannel {
  private final String type;

  private RefusedChannel(String type) {
    this.type = type;
  }

  static ChannelFactory factory(String type) {
    return new ChannelFactory() {
      @Override
      public String getName() {
        return type;
      }

      @Override
      public Channel createChannel(Session session) {
        return new RefusedChannel(type);
      }
    };
  }

  @Override
  public OpenFuture open(long recipient, long window, long packet, Buffer request) {
    setRecipient(recipient);
    return refuse(
        SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED,
        "forwarding is not allowed (" + type + ")");
  }

  @Override
  protected void doWriteData(byte[] data, int offset, long length) {
    // Nothing was opened.
  }

  @Override
  protected void doWriteExtendedData(byte[] data, int offset, long length) {
    // Nothing was opened.
  }
}
