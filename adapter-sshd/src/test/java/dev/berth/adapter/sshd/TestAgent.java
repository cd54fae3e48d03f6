package dev.berth.adapter.sshd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An SSH agent whose keys are a test's: it may sign as hardware would, wrongly, or not at all.
final class TestAgent implements AutoCloseable {
  private static final int FAILURE = 5;
  private static final int REQUEST_IDENTITIES = 11;
  private static final int IDENTITIES = 12;
  private static final int SIGN = 13;
  private static final int SIGNATURE = 14;

  private final Path socket;
  private final ServerSocketChannel listening;
  private final List<SoftKey> keys;

  TestAgent(SoftKey... keys) {
    this.keys = List.of(keys);
    try {
      socket = Files.createTempDirectory("berth-agent").resolve("socket");
      listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listening.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Thread.startVirtualThread(this::accept);
  }

  Path socket() {
    return socket;
  }

  /// A client that logs in by these keys only.
  OpenSsh of(OpenSsh client) {
    return client.with(
        "-o", "IdentityAgent=" + socket, "-o", "IdentitiesOnly=no", "-i", "/dev/null");
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel client = listening.accept();
        Thread.startVirtualThread(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      DataInputStream in = new DataInputStream(Channels.newInputStream(client));
      DataOutputStream out = new DataOutputStream(Channels.newOutputStream(client));
      while (true) {
        byte[] request = new byte[in.readInt()];
        in.readFully(request);
        byte[] reply = reply(request);
        out.writeInt(reply.length);
        out.write(reply);
        out.flush();
      }
    } catch (IOException gone) {
      // The client has all it wanted.
    }
  }

  private byte[] reply(byte[] request) throws IOException {
    return switch (request[0]) {
      case REQUEST_IDENTITIES ->
          SoftKey.bytes(out -> {
            out.writeByte(IDENTITIES);
            out.writeInt(keys.size());
            for (SoftKey key : keys) {
              SoftKey.string(out, key.blob());
              SoftKey.string(out, "test".getBytes(StandardCharsets.UTF_8));
            }
          });
      case SIGN -> signature(request);
      default -> new byte[] {FAILURE};
    };
  }

  private byte[] signature(byte[] request) throws IOException {
    DataInputStream in =
        new DataInputStream(new java.io.ByteArrayInputStream(request, 1, request.length - 1));
    byte[] blob = in.readNBytes(in.readInt());
    byte[] data = in.readNBytes(in.readInt());
    byte @Nullable [] signature = null;
    for (SoftKey key : keys) {
      if (java.util.Arrays.equals(key.blob(), blob)) {
        signature = key.sign(data);
      }
    }
    byte[] made = signature;
    return made == null
        ? new byte[] {FAILURE}
        : SoftKey.bytes(out -> {
          out.writeByte(SIGNATURE);
          SoftKey.string(out, made);
        });
  }

  @Override
  public void close() {
    try {
      listening.close();
      Files.deleteIfExists(socket);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
