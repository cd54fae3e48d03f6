package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Whatever a client wants to have forwarded is refused, in words that it can show.
final class ForwardingTest {
  @Test
  void nothingIsListenedOn() throws Exception {
    Path socket = Files.createTempDirectory("berth-forward").resolve("remote");
    try (TestServer server = new TestServer(Programs::echo)) {
      OpenSsh.Outcome port = listening(server, "0:127.0.0.1:9");
      assertThat(port.status()).isEqualTo(255);
      assertThat(port.err())
          .contains(
              "remote port forwarding failed", "Remote: forwarding is not allowed (tcpip-forward)");

      OpenSsh.Outcome path = listening(server, socket + ":127.0.0.1:9");
      assertThat(path.status()).isEqualTo(255);
      assertThat(path.err())
          .contains("Remote: forwarding is not allowed (streamlocal-forward@openssh.com)");
      assertThat(socket).doesNotExist();
    }
  }

  private static OpenSsh.Outcome listening(TestServer server, String remote) {
    return server.client().with("-v", "-o", "ExitOnForwardFailure=yes", "-R", remote).run("hi");
  }

  @Test
  void noHostIsConnectedTo() {
    try (TestServer server = new TestServer(Programs::echo)) {
      OpenSsh.Outcome outcome =
          server.client().with("-o", "LogLevel=INFO", "-W", "127.0.0.1:22").run();
      assertThat(outcome.err()).contains("forwarding is not allowed (direct-tcpip)");
    }
  }

  @Test
  void noSocketIsConnectedTo() throws Exception {
    Path socket = Files.createTempDirectory("berth-forward").resolve("local");
    CountDownLatch tried = new CountDownLatch(1);
    FakeProgram program =
        _ -> {
          tried.await();
          return Programs.exit(0);
        };
    try (TestServer server = new TestServer(program)) {
      Process client =
          server
              .client()
              .with("-o", "LogLevel=INFO", "-L", socket + ":/run/any.sock")
              .start("wait");
      await().until(() -> Files.exists(socket));
      try (SocketChannel forwarded = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        assertThat(forwarded.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
      tried.countDown();
      assertThat(client.waitFor()).isZero();
      assertThat(new String(client.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("forwarding is not allowed (direct-streamlocal@openssh.com)");
    }
  }

  @Test
  void noAgentIsReachedAndTheProgramRuns() {
    try (TestServer server = new TestServer(Programs::echo);
        TestAgent agent = new TestAgent()) {
      OpenSsh.Outcome outcome =
          server.client().with("-v", "-A", "-o", "IdentityAgent=" + agent.socket()).run("hi");
      assertThat(outcome.text()).isEqualTo("hi");
      assertThat(outcome.err()).contains("Remote: agent forwarding is not allowed");
    }
  }

  @Test
  void noDisplayIsReachedAndTheProgramRuns() throws Exception {
    try (TestServer server = new TestServer(Programs::cat);
        RawClient client = new RawClient(server.port())) {
      RawClient.Shell shell = client.openShell();
      assertThat(client.request(shell, "x11-req", _ -> {})).isFalse();
      await().until(() -> client.remarks().contains("X11 forwarding is not allowed"));
      shell.getInvertedIn().write('x');
      shell.getInvertedIn().flush();
      assertThat(shell.getInvertedOut().read()).isEqualTo('x');
    }
  }
}
