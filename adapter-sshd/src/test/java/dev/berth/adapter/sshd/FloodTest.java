package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server with a heap of 256 MB under a flood from many clients that never log in.
final class FloodTest {
  private static final int CLIENTS = Integer.getInteger("berth.flood.clients", 1000);

  /// Enough to keep all processors busy.
  private static final int FLOODS = 2 * Runtime.getRuntime().availableProcessors();

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

  /// What a client sends without end and without waiting keeps no thread from the others.
  @Test
  @Timeout(120)
  void packetsThatAreNotAnsweredAreInNobodysWay() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    try (TestServer server = new TestServer(Programs::echo)) {
      List<Thread> users = new ArrayList<>();
      List<Thread> strangers = new ArrayList<>();
      CountDownLatch begun = new CountDownLatch(2 * FLOODS);
      for (int i = 0; i < FLOODS; i++) {
        RawClient user = new RawClient(server.port());
        users.add(Thread.ofPlatform().start(() -> ignored(user, over, begun)));
        strangers.add(Thread.ofPlatform().start(() -> ignoredBeforeLogin(server, over, begun)));
      }
      begun.await();

      assertThat(server.client().run("hi").text()).isEqualTo("hi");
      for (Thread stranger : strangers) {
        stranger.join();
      }
      assertThat(over).as("strangers are cut off while the test goes on").isFalse();
      over.set(true);
      for (Thread user : users) {
        user.join();
      }
    }
  }

  private static void ignored(RawClient user, AtomicBoolean over, CountDownLatch begun) {
    try (user) {
      byte[] data = new byte[16];
      while (!over.get()) {
        user.sendIgnored(data);
        begun.countDown();
      }
    } catch (IOException cut) {
      throw new UncheckedIOException("a user may send what is ignored", cut);
    }
  }

  private static void ignoredBeforeLogin(
      TestServer server, AtomicBoolean over, CountDownLatch begun) {
    byte[] packet = {0, 0, 0, 12, 6, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
    ByteBuffer many = ByteBuffer.allocate(packet.length * 4096);
    while (many.hasRemaining()) {
      many.put(packet);
    }
    try (Socket socket = server.connect()) {
      socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
      begun.countDown();
      while (!over.get()) {
        socket.getOutputStream().write(many.array());
      }
    } catch (IOException cut) {
      // As it should be.
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
