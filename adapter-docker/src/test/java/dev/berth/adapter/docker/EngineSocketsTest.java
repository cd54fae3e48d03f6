package dev.berth.adapter.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.EngineEndpoint.Tls;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams go over sockets of our own, where nobody but us checks whom they lead to.
class EngineSocketsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /// A certificate for a name and its key, which are also their own authority.
  private Tls certified(String name) throws Exception {
    Process openssl =
        new ProcessBuilder(
                ("openssl req -x509 -nodes -days 1 -subj /CN=engine -newkey ec -pkeyopt"
                        + " ec_paramgen_curve:prime256v1 -keyout key -out cert -addext"
                        + " subjectAltName="
                        + name)
                    .split(" ", -1))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), US_ASCII);
    assertThat(openssl.waitFor()).as(said).isZero();
    String certificate = Files.readString(folder.resolve("cert"));
    return new Tls(certificate, certificate, Files.readString(folder.resolve("key")));
  }

  /// An engine that shows a certificate to everybody, and says `hi` to who takes it.
  private EngineEndpoint showing(Tls tls) {
    Thread.ofVirtual()
        .start(() -> {
          while (true) {
            try (Socket client = server.accept();
                SSLSocket encrypted =
                    (SSLSocket) PemTls.of(tls).sockets().createSocket(client, "x", 1, true)) {
              encrypted.setUseClientMode(false);
              encrypted.getOutputStream().write("hi".getBytes(US_ASCII));
            } catch (IOException notTaken) {
              if (server.isClosed()) {
                return;
              }
            }
          }
        });
    return new EngineEndpoint(
        URI.create("tcp://127.0.0.1:" + server.getLocalPort()), Optional.of(tls));
  }

  @Test
  void anEngineWithItsNameIsTalkedTo() throws Exception {
    EngineSockets sockets = new EngineSockets(showing(certified("IP:127.0.0.1")));

    try (Socket raw = sockets.unconnected();
        Socket socket = sockets.connect(raw, LONG)) {
      assertThat(socket.getInputStream().readNBytes(2)).isEqualTo("hi".getBytes(US_ASCII));
    }
  }

  /// The names that it has are not those that it was asked for by.
  @ParameterizedTest
  @ValueSource(strings = {"IP:127.0.0.2", "DNS:engine.example", "DNS:127.0.0.1"})
  void anEngineWithAnotherNameIsNot(String name) throws Exception {
    EngineEndpoint endpoint = showing(certified(name));
    EngineSockets sockets = new EngineSockets(endpoint);

    try (Socket raw = sockets.unconnected()) {
      assertThatThrownBy(() -> sockets.connect(raw, LONG))
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("127.0.0.1");
    }
    try (Engine engine = new Engine(endpoint)) {
      assertThatThrownBy(() ->
              Upgrade.open(engine, "attaching", "/x", new byte[0], LONG, DockerFailures::starting))
          .isInstanceOfSatisfying(
              GatewayException.class,
              failure -> assertThat(failure.code()).isEqualTo(FailureCode.ENGINE_UNREACHABLE));
    }
  }
}
