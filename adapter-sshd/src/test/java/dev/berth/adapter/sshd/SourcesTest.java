package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.configuration.PenaltyLimits;
import dev.berth.domain.configuration.SourceLimits;
import dev.berth.domain.configuration.SshLimits;
import dev.berth.domain.connection.Network;
import dev.berth.domain.event.GatewayEvent.AuthenticationUnavailable;
import dev.berth.domain.event.GatewayEvent.ConnectionClosed;
import dev.berth.domain.event.GatewayEvent.ConnectionOpened;
import dev.berth.domain.event.GatewayEvent.ConnectionRefused;
import dev.berth.domain.event.GatewayEvent.HandshakeFailed;
import dev.berth.domain.event.GatewayEvent.SourceRefused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where clients come from, and what follows from that.
final class SourcesTest {
  private static final String PROXIED = "PROXY TCP4 192.0.2.%d 198.51.100.1 4000 22\r\n";

  @Test
  void aSourceHasOnlySoManyConnections() throws Exception {
    try (TestServer server = server(sources(2, 100, List.of(), List.of()));
        Socket one = greeted(server);
        Socket two = greeted(server)) {
      assertThat(one.isConnected() && two.isConnected()).isTrue();
      assertThat(turnedAway(server)).isTrue();
      assertThat(server.events(ConnectionRefused.class).getFirst().limit())
          .isEqualTo("maxConnectionsPerSource");
    }
  }

  @Test
  void aSourceHasOnlySoManyConnectionsThatHaveNotLoggedIn() throws Exception {
    try (TestServer server = server(sources(10, 1, List.of(), List.of()));
        RawClient in = new RawClient(server.port());
        Socket startup = greeted(server)) {
      assertThat(in.session.isOpen() && startup.isConnected()).isTrue();
      assertThat(turnedAway(server)).isTrue();
      assertThat(server.events(ConnectionRefused.class).getFirst().limit())
          .isEqualTo("maxStartupsPerSource");
    }
  }

  @Test
  void aSourceWhoseLoginsFailIsTurnedAwayForATime() throws Exception {
    try (TestServer server = server(sources(10, 10, List.of(), List.of()))) {
      // Three would do if they took no time.
      for (int i = 0; i < 4; i++) {
        assertThat(server.client().user("demo", "wrong").run("hi").status()).isNotZero();
      }
      await().until(() -> server.events(ConnectionClosed.class).size() == 4);
      assertThat(server.client().run("hi").status()).isEqualTo(255);
      for (int i = 0; i < 10; i++) {
        assertThat(turnedAway(server)).isTrue();
      }
      assertThat(server.events(SourceRefused.class))
          .singleElement()
          .satisfies(refused -> {
            assertThat(refused.source()).isEqualTo(Network.parse("127.0.0.1"));
            assertThat(refused.remaining()).isPositive();
          });
      assertThat(server.events(ConnectionOpened.class)).hasSize(4);
    }
  }

  @Test
  void aSourceThatSendsGarbageIsTurnedAwayForATime() throws Exception {
    try (TestServer server = server(sources(10, 10, List.of(), List.of()))) {
      for (int i = 1; i <= 2; i++) {
        int ends = i;
        send(server, "GET / HTTP/1.0\r\n\r\n");
        await().until(() -> server.events(ConnectionClosed.class).size() == ends);
      }
      assertThat(turnedAway(server)).isTrue();
    }
  }

  @Test
  void aSourceThatLetsTheGraceTimePassIsTurnedAwayForATime() throws Exception {
    try (TestServer server = server(impatient(Duration.ofSeconds(1)));
        Socket one = greeted(server);
        Socket two = greeted(server)) {
      assertThat(one.isConnected() && two.isConnected()).isTrue();
      await().until(() -> server.events(ConnectionClosed.class).size() == 2);
      assertThat(turnedAway(server)).isTrue();
      assertThat(server.events(SourceRefused.class)).hasSize(1);
    }
  }

  @Test
  void anAuthenticatorThatCannotTellPunishesNobody() throws Exception {
    try (TestServer server = server(sources(10, 10, List.of(), List.of()))) {
      for (int i = 0; i < 4; i++) {
        assertThat(server.client().user("unknown", "any").run("hi").status()).isNotZero();
      }
      await().until(() -> server.events(ConnectionClosed.class).size() == 4);
      assertThat(server.client().run("hi").text()).isEqualTo("hi");
    }
  }

  @Test
  void aGraceTimeThatEndsWhileTheGatewayItselfWaitsPunishesNobody() throws Exception {
    try (TestServer server = server(impatient(Duration.ofSeconds(5)))) {
      List<Process> clients = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        clients.add(server.client().user("slow", "any").start("hi"));
      }
      await().until(() -> server.events(ConnectionClosed.class).size() == 2);
      assertThat(server.authenticator.passwords).hasSize(2);
      try (Socket next = greeted(server)) {
        assertThat(next.isConnected()).isTrue();
      }
      clients.forEach(Process::destroy);
    }
  }

  @Test
  void whoseProofNobodyCouldTellIsNotPunishedForTheGraceTimeEither() throws Exception {
    try (TestServer server = server(impatient(Duration.ofSeconds(5)));
        SshClient client = RawClient.library()) {
      client.start();
      for (int i = 0; i < 2; i++) {
        var session = client.connect("unknown", "127.0.0.1", server.port()).verify().getSession();
        session.addPasswordIdentity("any");
        session.auth();
      }
      await().until(() -> server.events(ConnectionClosed.class).size() == 2);
      assertThat(server.events(AuthenticationUnavailable.class)).hasSize(2);
      assertThat(server.events(ConnectionClosed.class))
          .allSatisfy(closed -> assertThat(closed.reason()).contains("AuthTimeout"));
      try (Socket next = greeted(server)) {
        assertThat(next.isConnected()).isTrue();
      }
    }
  }

  @Test
  void whoLogsInAtLastIsNotPunishedForMistypedPasswords() throws Exception {
    try (TestServer server = server(sources(10, 10, List.of(), List.of()))) {
      for (int i = 0; i < 6; i++) {
        try (RawClient client = new RawClient(server.port())) {
          assertThat(client.session.isAuthenticated()).isTrue();
        }
      }
      assertThat(server.client().run("hi").text()).isEqualTo("hi");
    }
  }

  @Test
  void loopbackIsExemptByDefault() throws Exception {
    try (TestServer server = new TestServer(Programs::echo)) {
      for (int i = 1; i <= 4; i++) {
        int ends = i;
        send(server, "GET / HTTP/1.0\r\n\r\n");
        await().until(() -> server.events(ConnectionClosed.class).size() == ends);
      }
      assertThat(server.client().run("hi").text()).isEqualTo("hi");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProxySaysWhereItsClientComesFrom(boolean binary) throws Exception {
    byte[] header =
        binary
            ? ProxyHeaderTest.binary(
                0x21, 0x11, new byte[] {(byte) 192, 0, 2, 7, 1, 1, 1, 1, 15, (byte) 160, 0, 22})
            : PROXIED.formatted(7).getBytes(StandardCharsets.US_ASCII);
    try (TestServer server = proxied();
        Socket socket = server.connect()) {
      byte[] both =
          ProxyHeaderTest.join(header, "SSH-2.0-x\r\n".getBytes(StandardCharsets.US_ASCII));
      for (byte piece : both) {
        socket.getOutputStream().write(piece);
        socket.getOutputStream().flush();
      }
      await().until(() -> server.gateway.connected.size() == 1);
      assertThat(server.gateway.connected.getFirst().address()).hasToString("192.0.2.7:4000");
      assertThat(server.gateway.connected.getFirst().version()).isEqualTo("SSH-2.0-x");
      assertThat(server.events(ConnectionOpened.class).getFirst().client().address())
          .hasToString("192.0.2.7:4000");
    }
  }

  @Test
  void aClientLogsInThroughAProxy() throws Exception {
    try (TestServer server = proxied();
        HeaderProxy proxy = new HeaderProxy(server.port(), PROXIED.formatted(9))) {
      assertThat(new OpenSsh(proxy.port()).run("hi").text()).isEqualTo("hi");
      assertThat(server.gateway.connected.getFirst().address()).hasToString("192.0.2.9:4000");
    }
  }

  @Test
  void withoutAHeaderAProxysClientIsCutOff() throws Exception {
    try (TestServer server = proxied()) {
      assertThat(server.client().run("hi").status()).isEqualTo(255);
      await().until(() -> server.events(HandshakeFailed.class).size() == 1);
      assertThat(server.events(HandshakeFailed.class).getFirst().reason())
          .contains("no PROXY header");
    }
  }

  @Test
  void aHeaderFromElsewhereIsGarbage() throws Exception {
    try (TestServer server = new TestServer(Programs::echo)) {
      send(server, PROXIED.formatted(1));
      await().until(() -> server.events(HandshakeFailed.class).size() == 1);
      assertThat(server.gateway.connected).isEmpty();
    }
  }

  @Test
  void penaltiesAndLimitsHoldForTheClientAndNotForTheProxy() throws Exception {
    try (TestServer server = proxied()) {
      for (int i = 1; i <= 2; i++) {
        int ends = i;
        send(server, PROXIED.formatted(1) + "GET /");
        await().until(() -> server.events(ConnectionClosed.class).size() == ends);
      }
      send(server, PROXIED.formatted(1) + "SSH-2.0-x\r\n");
      await().until(() -> server.events(SourceRefused.class).size() == 1);
      assertThat(server.events(SourceRefused.class).getFirst().source())
          .isEqualTo(Network.parse("192.0.2.1"));
      assertThat(server.gateway.connected).isEmpty();
      try (HeaderProxy proxy = new HeaderProxy(server.port(), PROXIED.formatted(2))) {
        assertThat(new OpenSsh(proxy.port()).run("hi").text()).isEqualTo("hi");
      }
    }
  }

  @Test
  void aProxyThatSaysNothingIsCutOffInTime() throws Exception {
    SshLimits limits =
        new SshLimits(Duration.ofSeconds(1), 6, 100, 100, 10)
            .with(sources(10, 10, List.of(), List.of("127.0.0.1")));
    try (TestServer server = server(limits);
        Socket socket = server.connect()) {
      socket.getOutputStream().write('P');
      await().until(() -> server.events(HandshakeFailed.class).size() == 1);
    }
  }

  /// A proxy that asks whether the gateway is alive, or whose clients have no address.
  @ParameterizedTest
  @MethodSource
  void aProxyIsNeitherCountedNorPunishedForConnectionsOfItsOwn(byte[] header) throws Exception {
    try (TestServer server = server(sources(1, 1, List.of(), List.of("127.0.0.0/8")))) {
      for (int i = 1; i <= 2; i++) {
        int ends = i;
        send(server, ProxyHeaderTest.join(header, ascii("GET /")));
        await().until(() -> server.events(ConnectionClosed.class).size() == ends);
      }
      try (Socket one = server.connect();
          Socket two = server.connect()) {
        for (Socket socket : List.of(one, two)) {
          socket.getOutputStream().write(ProxyHeaderTest.join(header, ascii("SSH-2.0-x\r\n")));
        }
        await().until(() -> server.gateway.connected.size() == 2);
      }
      assertThat(server.events(SourceRefused.class)).isEmpty();
      assertThat(server.events(ConnectionRefused.class)).isEmpty();
    }
  }

  static Stream<byte[]> aProxyIsNeitherCountedNorPunishedForConnectionsOfItsOwn() {
    return Stream.of(
        ascii("PROXY UNKNOWN\r\n"),
        ProxyHeaderTest.binary(0x20, 0x00, new byte[0]),
        ProxyHeaderTest.binary(0x21, 0x00, new byte[0]));
  }

  @Test
  void aProxysOwnConnectionsCountAmongAll() throws Exception {
    SshLimits limits =
        new SshLimits(Duration.ofMinutes(1), 6, 1, 100, 10)
            .with(sources(10, 10, List.of(), List.of("127.0.0.0/8")));
    try (TestServer server = server(limits);
        Socket own = server.connect()) {
      own.getOutputStream().write(ascii("PROXY UNKNOWN\r\nSSH-2.0-x\r\n"));
      await().until(() -> server.gateway.connected.size() == 1);
      assertThat(turnedAway(server)).isTrue();
    }
  }

  private static SshLimits impatient(Duration graceTime) {
    return new SshLimits(graceTime, 6, 100, 100, 10).with(sources(10, 10, List.of(), List.of()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static TestServer proxied() {
    return server(sources(10, 10, List.of(), List.of("127.0.0.0/8")));
  }

  private static TestServer server(SourceLimits sources) {
    return server(new SshLimits(Duration.ofMinutes(1), 6, 100, 100, 10).with(sources));
  }

  private static TestServer server(SshLimits limits) {
    return new TestServer(
        Programs::echo, new FakeAuthenticator("password"), LoginTest.limited(limits));
  }

  private static SourceLimits sources(
      int connections, int startups, List<String> exempt, List<String> proxies) {
    return new SourceLimits(
        connections,
        startups,
        SourceLimits.DEFAULT.blocks(),
        PenaltyLimits.DEFAULT,
        exempt.stream().map(Network::parse).toList(),
        proxies.stream().map(Network::parse).toList());
  }

  private static Socket greeted(TestServer server) throws IOException {
    Socket socket = server.connect();
    var greeting =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    assertThat(greeting.readLine()).startsWith("SSH-2.0-");
    return socket;
  }

  private static boolean turnedAway(TestServer server) throws IOException {
    try (Socket socket = server.connect()) {
      socket.setSoTimeout(60_000);
      return socket.getInputStream().read() == -1;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  private static void send(TestServer server, String text) throws IOException {
    send(server, ascii(text));
  }

  private static void send(TestServer server, byte[] bytes) throws IOException {
    try (Socket socket = server.connect()) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(bytes);
      socket.getInputStream().readAllBytes();
    } catch (java.net.SocketException reset) {
      // Cut off, as it should be.
    }
  }

  /// Puts a header ahead of one connection after the other.
  private static final class HeaderProxy implements AutoCloseable {
    private final java.net.ServerSocket listening =
        new java.net.ServerSocket(0, 10, java.net.InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new ArrayList<>();

    private HeaderProxy(int target, String header) throws IOException {
      Thread.startVirtualThread(() -> {
        try {
          while (true) {
            Socket client = listening.accept();
            Socket server = new Socket(java.net.InetAddress.getLoopbackAddress(), target);
            sockets.addAll(List.of(client, server));
            server.getOutputStream().write(header.getBytes(StandardCharsets.US_ASCII));
            pipe(client, server);
            pipe(server, client);
          }
        } catch (IOException closed) {
          // The test is over.
        }
      });
    }

    private static void pipe(Socket from, Socket to) {
      Thread.startVirtualThread(() -> {
        try {
          from.getInputStream().transferTo(to.getOutputStream());
          to.shutdownOutput();
        } catch (IOException closed) {
          // The test is over.
        }
      });
    }

    private int port() {
      return listening.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
