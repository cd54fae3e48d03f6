package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Nothing that a client sends or leaves undone ends the gateway: afterwards logins work.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SurvivalE2E {
  private final GatewayProcess gateway = GatewayProcess.start(Settings.of(Mode.CONNECTION));

  @AfterEach
  void loginsWork() {
    assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
    socket.setSoTimeout((int) ClientProcess.PATIENCE.toMillis());
    return socket;
  }

  @Test
  void aPortScannersGarbageIsCutOff() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 40; i++) {
      byte[] garbage = new byte[1 + random.nextInt(5000)];
      random.nextBytes(garbage);
      garbage[garbage.length / 2] = '\n';
      try (Socket socket = connect()) {
        socket.getOutputStream().write(garbage);
        socket.shutdownOutput();
        readToEnd(socket);
      }
    }
  }

  @Test
  void otherProtocolsAreCutOff() throws IOException {
    for (String greeting :
        List.of(
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
            "\u0003\u0000\u0000\u0013\u000e\u00e0\u0000\u0000",
            "SSH-1.5-old\r\n",
            "SSH-2.0-x\r\n" + "\u00ff".repeat(64))) {
      try (Socket socket = connect()) {
        socket.getOutputStream().write(greeting.getBytes(ISO_8859_1));
        readToEnd(socket);
      }
    }
  }

  private static void readToEnd(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes();
    } catch (SocketTimeoutException held) {
      throw new AssertionError("the gateway holds on to garbage", held);
    } catch (IOException reset) {
      // That is an end too.
    }
  }

  @Test
  void halfOpenConnectionsAreInNobodysWay() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 60; i++) {
        Socket socket = connect();
        sockets.add(socket);
        if (i % 3 > 0) {
          socket
              .getOutputStream()
              .write((i % 3 == 1 ? "SSH-2" : "SSH-2.0-x\r\n").getBytes(ISO_8859_1));
        }
      }
      loginsWork();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void clientsThatAreCutInMidHandshakeAreForgotten() throws IOException {
    int before = gateway.log("CONNECTION_CLOSED").size();
    for (int i = 0; i < 20; i++) {
      Socket socket = connect();
      socket.getOutputStream().write("SSH-2.0-x\r\n".getBytes(ISO_8859_1));
      assertThat(socket.getInputStream().read()).isEqualTo('S');
      socket.setSoLinger(i % 2 == 0, 0);
      socket.close();
    }
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .until(() -> gateway.log("CONNECTION_CLOSED").size() >= before + 20);
  }

  @Test
  void clientsThatAreKilledAtAnyMomentLeaveNothing() {
    for (int i = 0; i < 8; i++) {
      int opened = gateway.log("CONNECTION_OPENED").size();
      ClientProcess client = gateway.clients().start("cat");
      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> gateway.log("CONNECTION_OPENED").size() > opened || !client.isAlive());
      client.close();
    }
    gateway.awaitContainers(0);
  }
}
