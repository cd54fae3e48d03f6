package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server with a heap of 256 MB under a flood from many clients that never log in.
final class FloodTest {
  private static final int CLIENTS = Integer.getInteger("berth.flood.clients", 1000);

  /// Unknown packets, each answered; more than any client may leave unread before login.
  private static final byte[] FLOOD = flood();

  @Test
  @Timeout(120)
  void othersLogInWhileManyFloodWithoutLoggingIn() throws Exception {
    Process server = start();
    ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
    try {
      var said =
          new BufferedReader(
              new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
      int port = Integer.parseInt(said.readLine());
      CountDownLatch begun = new CountDownLatch(CLIENTS);
      for (int i = 0; i < CLIENTS; i++) {
        int client = i;
        Thread.startVirtualThread(() -> flood(port, client, sockets, begun));
      }
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 3; i++) {
        OpenSsh.Outcome outcome = new OpenSsh(port).run("hi");
        assertThat(outcome.text()).as(outcome.err()).isEqualTo("hi");
      }
      assertThat(server.isAlive()).isTrue();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
      server.destroyForcibly();
    }
  }

  /// A third sends all at once and reads nothing, a third comes again whenever it is cut off, a
  /// third stops in the middle of a packet and waits.
  private static void flood(
      int port, int client, ConcurrentLinkedQueue<Socket> sockets, CountDownLatch begun) {
    boolean more = true;
    for (int visit = 0; more && visit < 3; visit++) {
      try {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
        begun.countDown();
        socket.getOutputStream().write(FLOOD, 0, client % 3 == 2 ? 30_003 : FLOOD.length);
      } catch (IOException cut) {
        begun.countDown();
      }
      more = client % 3 == 1;
    }
  }

  private static byte[] flood() {
    byte[] packet = {0, 0, 0, 12, 10, (byte) 192, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    ByteBuffer flood = ByteBuffer.allocate(packet.length * 20_000);
    while (flood.hasRemaining()) {
      flood.put(packet);
    }
    return flood.array();
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                FloodedServer.class.getName()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
