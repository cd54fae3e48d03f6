package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.configuration.SshLimits;
import dev.berth.domain.event.GatewayEvent.ConnectionClosed;
import dev.berth.domain.event.GatewayEvent.ConnectionRefused;
import dev.berth.domain.event.GatewayEvent.HandshakeFailed;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients that mean no good, and limits.
final class HardeningTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(60);

  @Test
  void startupsAreBoundedBeforeAnyHandshake() throws Exception {
    SshLimits limits = new SshLimits(Duration.ofMinutes(1), 6, 100, 3, 10);
    try (TestServer server = server(limits)) {
      List<Socket> idle = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        idle.add(server.connect());
        idle.getLast().getInputStream().read();
      }
      try (Socket refused = server.connect()) {
        refused.setSoTimeout((int) AT_ONCE.toMillis());
        assertThat(refused.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(server.events(ConnectionRefused.class))
          .singleElement()
          .satisfies(event -> assertThat(event.limit()).isEqualTo("maxStartups"));
      for (Socket socket : idle) {
        socket.close();
      }
      await().until(() -> server.events(ConnectionClosed.class).size() == 3);
      assertThat(server.client().run("hi").text()).isEqualTo("hi");
    }
  }

  @Test
  void connectionsAreBounded() throws Exception {
    SshLimits limits = new SshLimits(Duration.ofMinutes(1), 6, 2, 100, 10);
    try (TestServer server = server(limits);
        RawClient one = new RawClient(server.port());
        RawClient two = new RawClient(server.port())) {
      assertThat(one.session.isOpen() && two.session.isOpen()).isTrue();
      try (Socket refused = server.connect()) {
        refused.setSoTimeout((int) AT_ONCE.toMillis());
        assertThat(refused.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(server.events(ConnectionRefused.class).getFirst().limit())
          .isEqualTo("maxConnections");
    }
  }

  @Test
  void clientsThatComeAndGoLeaveNothingCounted() throws Exception {
    SshLimits limits = new SshLimits(Duration.ofMinutes(1), 6, 5, 5, 10);
    try (TestServer server = server(limits)) {
      for (int i = 0; i < 100; i++) {
        Socket rude = server.connect();
        rude.setSoLinger(true, 0);
        rude.close();
      }
      await().untilAsserted(() -> assertThat(server.client().run("hi").text()).isEqualTo("hi"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "\u0016\u0003\u0001",
        "SSH-1.5-old\r\n",
        "SSH-2.0-x\r\n\u007f\u007f\u007f\u007f\u007f\u007f\u007f\u007f\u007f",
        "SSH-2.0-x\r\n\u0000\u0000\u0000\u0001\u0001\u0001\u0001\u0001\u0001"
      })
  void garbageIsCutAtOnce(String garbage) throws Exception {
    try (TestServer server = new TestServer(Programs::echo);
        Socket socket = server.connect()) {
      socket.setSoTimeout((int) AT_ONCE.toMillis());
      socket.getOutputStream().write(garbage.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(endOf(socket)).isTrue();
      await().until(() -> server.events(HandshakeFailed.class).size() == 1);
      assertThat(server.client().run("hi").text()).isEqualTo("hi");
    }
  }

  private static boolean endOf(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (java.net.SocketTimeoutException held) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void aFloodOfRequestsBeforeLoginIsCutOff() throws Exception {
    try (TestServer server = new TestServer(Programs::echo);
        Socket socket = server.connect()) {
      socket.getOutputStream().write("SSH-2.0-flood\r\n".getBytes(StandardCharsets.US_ASCII));
      // Unknown packets, each answered by "unimplemented"; nothing is read.
      byte[] packet = {0, 0, 0, 12, 10, (byte) 192, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
      ByteBuffer many = ByteBuffer.allocate(packet.length * 4096);
      while (many.hasRemaining()) {
        many.put(packet);
      }
      long written = 0;
      try {
        while (written < (256L << 20)) {
          socket.getOutputStream().write(many.array());
          written += many.capacity();
        }
      } catch (IOException cut) {
        // As it should be.
      }
      await().atMost(AT_ONCE).until(() -> server.events(HandshakeFailed.class).size() == 1);
      assertThat(server.client().run("hi").text()).isEqualTo("hi");
    }
  }

  @Test
  void inputWindowsAreBoundedPerConnectionAndOverAll() {
    Account server = new Account(64L << 20);
    List<InputWindow> windows = new ArrayList<>();
    for (int connection = 0; connection < 20; connection++) {
      Account account = InputWindow.account(100);
      for (int channel = 0; channel < 100; channel++) {
        InputWindow window = new InputWindow(server, account);
        if (window.open()) {
          window.read(1 << 20);
          windows.add(window);
        }
      }
      assertThat(account.held()).isLessThanOrEqualTo(15L << 20);
      assertThat(server.held()).isLessThanOrEqualTo(64L << 20);
    }
    // The windows that grow leave room for small ones.
    assertThat(windows).hasSizeGreaterThan(250);
    windows.forEach(InputWindow::close);
    windows.forEach(InputWindow::close);
    assertThat(server.held()).isZero();
  }

  @Test
  void manyFloodsBeforeLoginTakeLittle() throws Exception {
    int clients = 100;
    byte[] packet = {0, 0, 0, 12, 10, (byte) 192, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    ByteBuffer flood = ByteBuffer.allocate(packet.length * 55_000);
    while (flood.hasRemaining()) {
      flood.put(packet);
    }
    SshLimits limits = new SshLimits(Duration.ofMinutes(2), 6, 1000, 200, 10);
    List<Socket> sockets = new ArrayList<>();
    try (TestServer server = server(limits)) {
      AtomicInteger done = new AtomicInteger();
      for (int i = 0; i < clients; i++) {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(server.server.address());
        sockets.add(socket);
        Thread.startVirtualThread(() -> {
          try {
            socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(flood.array());
          } catch (IOException cut) {
            // As it should be.
          } finally {
            done.incrementAndGet();
          }
        });
      }
      long bound = clients * (72L << 10);
      while (done.get() < clients) {
        assertThat(server.server.memory().replies().held()).isLessThan(bound);
        Thread.sleep(5);
      }
      assertThat(server.client().run("hi").text()).isEqualTo("hi");
      await().until(() -> server.events(HandshakeFailed.class).size() == clients);
      await().until(() -> server.server.memory().replies().held() == 0);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void aLargePacketBeforeLoginIsCutOff() throws Exception {
    try (TestServer server = new TestServer(Programs::echo);
        Socket socket = server.connect()) {
      socket.setSoTimeout((int) AT_ONCE.toMillis());
      ByteBuffer large = ByteBuffer.allocate(100_000);
      large.put("SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII)).putInt(200_000);
      try {
        socket.getOutputStream().write(large.array());
      } catch (IOException cut) {
        // As it should be.
      }
      assertThat(endOf(socket)).isTrue();
      await().until(() -> server.events(HandshakeFailed.class).size() == 1);
    }
  }

  @Test
  void whoHasNotLoggedInHasNoSessionsAndHoldsUpNoDrain() throws Exception {
    try (TestServer server = new TestServer(Programs::cat);
        Socket stranger = server.connect();
        RawClient client = new RawClient(server.port())) {
      assertThat(stranger.getInputStream().read()).isEqualTo('S');
      var _ = client.openShell();

      assertThat(server.server.openSessions()).isEqualTo(1);
      assertThat(server.server.drain(Duration.ofMillis(200))).isEqualTo(1);
    }
  }

  @Test
  void channelsAreBoundedAndTheConnectionLivesOn() throws Exception {
    SshLimits limits = new SshLimits(Duration.ofMinutes(1), 6, 100, 100, 2);
    FakeProgram patient = run -> Programs.cat(run);
    try (TestServer server = new TestServer(patient, auth(), LoginTest.limited(limits));
        RawClient client = new RawClient(server.port())) {
      var one = client.openShell();
      var two = client.openShell();
      assertThatThrownBy(client::openShell).hasMessageContaining("too many channels");
      one.close(false).await(AT_ONCE);
      two.close(false).await(AT_ONCE);
      await().until(() -> server.gateway.sessionsClosed.get() == 2);
      assertThat(client.exec("x".getBytes(StandardCharsets.UTF_8)).status()).isZero();
    }
  }

  @Test
  void noMoreSessionsIsKept() throws Exception {
    try (TestServer server = new TestServer(Programs::echo);
        RawClient client = new RawClient(server.port())) {
      Buffer request = client.session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
      request.putString("no-more-sessions@openssh.com");
      request.putBoolean(true);
      assertThat(
              client.session.request("no-more-sessions@openssh.com", request, AT_ONCE.toMillis()))
          .isNotNull();
      assertThatThrownBy(client::openShell).hasMessageContaining("additional sessions disabled");
    }
  }

  @Test
  void whoHasNotLoggedInCannotExchangeKeysAgainAndAgain() throws Exception {
    try (TestServer server = new TestServer(Programs::echo);
        RawClient stranger = RawClient.stranger(server.port());
        RawClient user = new RawClient(server.port())) {
      stranger.session.reExchangeKeys().verify(AT_ONCE);
      assertThat(stranger.session.isOpen()).isTrue();
      // While one exchange goes on, the library begins no other.
      await()
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> {
            if (stranger.session.isOpen()) {
              var _ = stranger.session.reExchangeKeys();
            }
            return stranger.session.isClosed();
          });
      await()
          .untilAsserted(() ->
              assertThat(server.events(HandshakeFailed.class))
                  .extracting(HandshakeFailed::reason)
                  .containsExactly("the client exchanges keys again and again without logging in"));
      for (int i = 0; i < 5; i++) {
        user.session.reExchangeKeys().verify(AT_ONCE);
      }
      assertThat(user.openShell().isOpen()).isTrue();
    }
  }

  @Test
  void aPeerThatDiesWhileKeysAreExchangedIsDroppedThoughItsProgramWaitsToWrite() throws Exception {
    AtomicBoolean running = new AtomicBoolean();
    FakeProgram chatty =
        run -> {
          running.set(true);
          while (true) {
            run.streams().stdout().write(new byte[1000]);
          }
        };
    try (TestServer server =
            new TestServer(
                chatty, auth(), c -> TestServer.withSignsOfLife(c, Duration.ofSeconds(1), 2));
        RawClient client = new RawClient(server.port())) {
      assertThat(client.openShell().isOpen()).isTrue();
      await().untilTrue(running);
      client.stopReading();
      Buffer keys = client.session.createBuffer(SshConstants.SSH_MSG_KEXINIT, 512);
      keys.putRawBytes(new byte[16]);
      for (String names :
          List.of(
              "curve25519-sha256",
              "ssh-ed25519",
              "aes128-ctr",
              "aes128-ctr",
              "hmac-sha2-256-etm@openssh.com",
              "hmac-sha2-256-etm@openssh.com",
              "none",
              "none",
              "",
              "")) {
        keys.putString(names);
      }
      keys.putBoolean(false);
      keys.putUInt(0);
      client.session.writePacket(keys);
      await().atMost(AT_ONCE).until(() -> server.gateway.disconnected.get() == 1);
      await().until(() -> server.gateway.sessionsClosed.get() >= 1);
    }
  }

  @Test
  void aPeerThatReadsNothingDoesNotOutliveItsDisconnection() throws Exception {
    AtomicBoolean running = new AtomicBoolean();
    FakeProgram chatty =
        run -> {
          running.set(true);
          while (true) {
            run.streams().stdout().write(new byte[32 << 10]);
          }
        };
    SshLimits limits =
        SshLimits.DEFAULT.with(new SshLimits.Lifetime(Duration.ZERO, Duration.ofSeconds(2)));
    try (TestServer server = new TestServer(chatty, auth(), LoginTest.limited(limits));
        RawClient client = new RawClient(server.port())) {
      assertThat(client.openShell().isOpen()).isTrue();
      await().untilTrue(running);
      client.stopReading();
      await().atMost(AT_ONCE).until(() -> server.gateway.disconnected.get() == 1);
      await().until(() -> server.server.timers().pending() == 0);
    }
  }

  @Test
  void anOversizedPacketAfterLoginIsCutAtOnce() throws Exception {
    try (TestServer server = new TestServer(Programs::echo);
        RawClient client = new RawClient(server.port())) {
      // The length is all that arrives: nothing may be waited for.
      client
          .session
          .getIoSession()
          .writeBuffer(
              new org.apache.sshd.common.util.buffer.ByteArrayBuffer(
                  new byte[] {0x7f, -1, -1, -1, 1, 2, 3, 4}));
      await().atMost(AT_ONCE).until(() -> server.gateway.disconnected.get() == 1);
    }
  }

  @Test
  void closingTellsClientsAndEndsTheirHandlers() throws Exception {
    TestServer server = new TestServer(Programs::cat);
    Process client = server.client().with("-o", "LogLevel=INFO").start("cat");
    client.getOutputStream().write('x');
    client.getOutputStream().flush();
    assertThat(client.getInputStream().read()).isEqualTo('x');
    server.server.stopAccepting();
    assertThatThrownBy(() -> server.connect()).isInstanceOf(IOException.class);
    assertThat(server.server.close(Duration.ofSeconds(60))).isTrue();
    assertThat(OpenSsh.await(client, new byte[0]).err()).contains("gateway is shutting down");
    assertThat(server.gateway.disconnected).hasValue(1);
    assertThat(server.gateway.sessionsClosed).hasValue(1);
  }

  private static FakeAuthenticator auth() {
    return new FakeAuthenticator("password");
  }

  private static TestServer server(SshLimits limits) {
    return new TestServer(Programs::echo, auth(), LoginTest.limited(limits));
  }
}
