package dev.berth.adapter.sshd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RemoteWindow;
import org.apache.sshd.common.util.buffer.Buffer;

/// Sends a channel's data within the client's window, one packet after the other.
final class ChannelSender {
  /// The library refuses to wait "for ever"; a terminal may stay paused for as long as its user
  /// likes.
  private static final Duration AGES = Duration.ofDays(36_500);

  private static final int LARGEST = 32 << 10;

  private final SessionChannel channel;

  /// Held from taking a piece of the window until its packet is on its way, so that none follows
  /// the channel's end.
  private final ReentrantLock sending = new ReentrantLock();

  private volatile boolean stopped;
  private volatile boolean unwanted;

  ChannelSender(SessionChannel channel) {
    this.channel = channel;
  }

  int stdout(byte[] data, int offset, int length) throws IOException, InterruptedException {
    if (unwanted) {
      throw new IOException("the client reads no more output");
    }
    channel.session().used();
    return send(SshConstants.SSH_MSG_CHANNEL_DATA, data, offset, length);
  }

  int stderr(byte[] data, int offset, int length) throws IOException, InterruptedException {
    channel.session().used();
    return send(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA, data, offset, length);
  }

  /// Sends a message of the gateway itself, in one piece or less of it.
  ///
  /// @param terminal whether there is one, which shows all in one stream
  void announce(byte[] message, boolean terminal) throws IOException, InterruptedException {
    byte command =
        terminal ? SshConstants.SSH_MSG_CHANNEL_DATA : SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA;
    send(command, message, 0, message.length);
  }

  /// The client's own output is closed: as for a program at a pipe that nobody reads, writing fails
  /// from now on.
  void unwanted() {
    unwanted = true;
    channel.session().outbound().wake();
  }

  /// Lets nothing more be sent, then calls what is to follow: at once where no packet is under way,
  /// and otherwise as soon as that is done, on another thread.
  void stopThen(Runnable next) {
    stop();
    if (sending.tryLock()) {
      sending.unlock();
      next.run();
    } else {
      Thread.startVirtualThread(() -> {
        sending.lock();
        try {
          next.run();
        } finally {
          sending.unlock();
        }
      });
    }
  }

  /// Lets nothing more be sent; who waits to send is told.
  void stop() {
    stopped = true;
    try {
      channel.getRemoteWindow().close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    channel.session().outbound().wake();
  }

  private int send(byte command, byte[] data, int offset, int length)
      throws IOException, InterruptedException {
    sending.lockInterruptibly();
    try {
      RemoteWindow window = channel.getRemoteWindow();
      long space = Math.min(window.waitForSpace(AGES), window.getPacketSize());
      int fits = (int) Math.min(Math.min(space, LARGEST), length);
      ClientSession session = channel.session();
      int count = session.outbound().addOutput(fits, () -> stopped);
      // Nobody else takes of the window, so there is still as much.
      window.consume(count);
      session.writeOutput(packet(command, data, offset, count), count);
      return count;
    } finally {
      sending.unlock();
    }
  }

  private Buffer packet(byte command, byte[] data, int offset, int count) {
    Buffer packet = channel.session().createBuffer(command, count + 16);
    packet.putUInt(channel.getRecipient());
    if (command == SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA) {
      packet.putUInt(SshConstants.SSH_EXTENDED_DATA_STDERR);
    }
    packet.putUInt(count);
    packet.putRawBytes(data, offset, count);
    return packet;
  }
}
