package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.configuration.SshLimits;
import dev.berth.domain.event.GatewayEvent.InternalFault;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Packets that no client would send, before keys are exchanged, before the login and after it.
/// Whatever becomes of the one who sends them, the server is there for others, and nothing in it
/// went wrong.
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

  /// The stage at which strangers make the gateway decode keys and check signatures.
  @Test
  void packetsBetweenTheKeyExchangeAndTheLogin() throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      try (RawClient stranger = RawClient.stranger(server.port())) {
        if (random.nextInt(10) > 0) {
          Buffer service = stranger.session.createBuffer(SshConstants.SSH_MSG_SERVICE_REQUEST, 32);
          service.putString("ssh-userauth");
          stranger.session.writePacket(service);
        }
        send(stranger, () -> random.nextBoolean() ? payload() : login());
      }
    }
    assertThat(server.gateway.connected).hasSize(CONNECTIONS);
    assertThat(server.gateway.loggedIn).isEmpty();
  }

  /// A request to log in (RFC 4252, section 5), or the answer to a question (RFC 4256).
  private byte[] login() {
    ByteBuffer request = ByteBuffer.allocate(8192);
    if (random.nextInt(5) == 0) {
      request.put(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE).putInt(random.nextInt(3));
      string(request, "x");
    } else {
      request.put(SshConstants.SSH_MSG_USERAUTH_REQUEST);
      string(request, "demo");
      string(request, "ssh-connection");
      switch (random.nextInt(4)) {
        case 0 -> string(request, "none");
        case 1 -> {
          string(request, random.nextBoolean() ? "password" : "keyboard-interactive");
          request.put((byte) random.nextInt(2));
          string(request, "wrong");
        }
        default -> key(request);
      }
    }
    return Arrays.copyOf(request.array(), request.position());
  }

  private void key(ByteBuffer request) {
    boolean signed = random.nextBoolean();
    SoftKey key = KEYS.get(random.nextInt(KEYS.size()));
    string(request, "publickey");
    request.put((byte) (signed ? 1 : 0));
    string(request, random.nextInt(5) == 0 ? "rsa-sha2-512" : key.type());
    bytes(request, spoilt(random.nextInt(5) == 0 ? rsa() : key.blob()));
    if (signed) {
      byte[] signature = new byte[random.nextInt(200)];
      random.nextBytes(signature);
      bytes(request, signature);
    }
  }

  private byte[] rsa() {
    ByteBuffer key = ByteBuffer.allocate(6144);
    string(key, "ssh-rsa");
    bytes(key, new BigInteger(1 + random.nextInt(80), random).setBit(0).toByteArray());
    bytes(key, new BigInteger(1 + random.nextInt(20_000), random).setBit(0).toByteArray());
    return Arrays.copyOf(key.array(), key.position());
  }

  /// As it was, now and then; else cut or with a byte of another value.
  private byte[] spoilt(byte[] blob) {
    byte[] other = Arrays.copyOf(blob, blob.length - random.nextInt(2) * random.nextInt(8));
    if (random.nextBoolean()) {
      other[random.nextInt(other.length)] = (byte) random.nextInt();
    }
    return other;
  }

  private static final List<SoftKey> KEYS =
      Stream.of(SoftKey.ED25519, SoftKey.FIDO_ED25519, SoftKey.FIDO_ECDSA)
          .map(SoftKey::of)
          .toList();

  @Test
  void packetsAfterTheLogin() throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      try (RawClient client = new RawClient(server.port())) {
        client.openShell();
        send(client, this::payload);
      }
    }
    assertThat(server.gateway.loggedIn).hasSize(CONNECTIONS);
  }

  private static void send(RawClient client, Supplier<byte[]> payloads) {
    try {
      for (int packet = 0; packet < PACKETS && client.session.isOpen(); packet++) {
        client.session.writePacket(packet(client, payloads.get()));
      }
    } catch (IOException cut) {
      // That is the server's good right.
    }
  }

  private static Buffer packet(RawClient client, byte[] payload) {
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
    bytes(payload, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void bytes(ByteBuffer payload, byte[] bytes) {
    payload.putInt(bytes.length).put(bytes);
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
