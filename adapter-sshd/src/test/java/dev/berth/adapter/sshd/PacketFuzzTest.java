package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.configuration.SshLimits;
import dev.berth.domain.event.GatewayEvent.InternalFault;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Packets that no client would send, before the login and after it. Whatever becomes of the one
/// who sends them, the server is there for others, and nothing in it went wrong.
///
/// `berth.fuzz.rounds` is a system property that makes it longer, `berth.fuzz.seed` repeats a run.
@Timeout(value = 1, unit = TimeUnit.HOURS) // for more rounds than usual
final class PacketFuzzTest {
  private static final long SEED = Long.getLong("berth.fuzz.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("berth.fuzz.rounds", 3000);

  private static final int PACKETS = 30;

  /// How many connections carry them: each ends with the first packet that the server minds.
  private static final int CONNECTIONS = Math.max(1, ROUNDS / PACKETS);

  private final Random random = new Random(SEED);
  private final TestServer server =
      new TestServer(
          Programs::echo,
          new FakeAuthenticator("password", "publickey"),
          LoginTest.limited(new SshLimits(Duration.ofMinutes(2), 6, 10_000, 10_000, 10)));

  @AfterEach
  void othersAreServed() throws IOException {
    try (server) {
      assertThat(server.client().run("hi").text()).as("seed %d", SEED).isEqualTo("hi");
      await().until(() -> server.gateway.disconnected.get() == server.gateway.connected.size());
      assertThat(server.events(InternalFault.class)).as("seed %d", SEED).isEmpty();
    }
  }

  @Test
  void packetsBeforeTheKeyExchange() throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      try (Socket socket = server.connect()) {
        sendPlain(socket);
      }
    }
    assertThat(server.gateway.connected).hasSizeGreaterThanOrEqualTo(CONNECTIONS);
  }

  private void sendPlain(Socket socket) {
    try {
      socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
      for (int packet = 0; packet < PACKETS; packet++) {
        socket.getOutputStream().write(plain(payload()));
      }
      socket.shutdownOutput();
      socket.getInputStream().skip(Long.MAX_VALUE);
    } catch (IOException cut) {
      // That is the server's good right.
    }
  }

  @Test
  void packetsAfterTheLogin() throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      try (RawClient client = new RawClient(server.port())) {
        client.openShell();
        send(client);
      }
    }
    assertThat(server.gateway.loggedIn).hasSize(CONNECTIONS);
  }

  private void send(RawClient client) {
    try {
      for (int packet = 0; packet < PACKETS && client.session.isOpen(); packet++) {
        client.session.writePacket(packet(client));
      }
    } catch (IOException cut) {
      // That is the server's good right.
    }
  }

  private Buffer packet(RawClient client) {
    byte[] payload = payload();
    Buffer packet = client.session.createBuffer(payload[0], payload.length + 16);
    packet.putRawBytes(payload, 1, payload.length - 1);
    return packet;
  }

  /// A message of a kind that exists, mostly, with fields of which some are right.
  private byte[] payload() {
    ByteBuffer payload = ByteBuffer.allocate(2048);
    payload.put(kind());
    for (int fields = random.nextInt(6); fields > 0; fields--) {
      switch (random.nextInt(6)) {
        case 0 -> payload.putInt(random.nextInt(3));
        case 1 -> payload.putInt(random.nextInt());
        case 2 -> payload.put((byte) random.nextInt(3));
        case 3 -> string(payload, WORDS.get(random.nextInt(WORDS.size())));
        case 4 -> string(payload, "x".repeat(random.nextInt(300)));
        default -> {
          byte[] noise = new byte[random.nextInt(64)];
          random.nextBytes(noise);
          payload.put(noise);
        }
      }
    }
    return Arrays.copyOf(payload.array(), payload.position());
  }

  private static final List<String> WORDS =
      List.of(
          "ssh-userauth",
          "ssh-connection",
          "session",
          "direct-tcpip",
          "exec",
          "shell",
          "pty-req",
          "window-change",
          "signal",
          "env",
          "tcpip-forward",
          "hostkeys-prove-00@openssh.com",
          "keepalive@openssh.com",
          "none",
          "password",
          "publickey",
          "demo");

  private byte kind() {
    return switch (random.nextInt(4)) {
      case 0 -> (byte) random.nextInt(256);
      case 1 -> (byte) (SshConstants.SSH_MSG_GLOBAL_REQUEST + random.nextInt(3));
      case 2 -> (byte) (SshConstants.SSH_MSG_CHANNEL_OPEN + random.nextInt(11));
      default -> (byte) (SshConstants.SSH_MSG_DISCONNECT + random.nextInt(7));
    };
  }

  private static void string(ByteBuffer payload, String text) {
    payload.putInt(text.length());
    payload.put(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// A packet as it is before keys are exchanged (RFC 4253, section 6), with wrong lengths now and
  /// then.
  private byte[] plain(byte[] payload) {
    int padding = 8 - (payload.length + 5) % 8 + 8;
    ByteBuffer packet = ByteBuffer.allocate(payload.length + padding + 5);
    boolean wrong = random.nextInt(20) == 0;
    packet.putInt(wrong ? random.nextInt(70_000) : payload.length + padding + 1);
    packet.put((byte) (wrong ? random.nextInt(256) : padding));
    packet.put(payload);
    return packet.array();
  }
}
