package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SshConfiguration;
import dev.berth.domain.configuration.SshConfiguration.HostKey;
import dev.berth.domain.event.GatewayEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/// A server on loopback with a gateway in memory.
final class TestServer implements AutoCloseable {
  static {
    // A busy machine may take its time; a condition that comes true ends the wait at once.
    Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
  }

  private static final HostKey HOST_KEY = hostKey("ed25519");

  final FakeGateway gateway;
  final FakeAuthenticator authenticator;
  final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
  final SshdServer server;

  TestServer(FakeProgram program) {
    this(program, new FakeAuthenticator("password", "publickey"), UnaryOperator.identity());
  }

  TestServer(
      FakeProgram program,
      FakeAuthenticator authenticator,
      UnaryOperator<SshConfiguration> changes) {
    this(program, authenticator, changes, SignsOfLife.STALLED);
  }

  /// @param stalled how long a client that talks may take nothing
  TestServer(
      FakeProgram program,
      FakeAuthenticator authenticator,
      UnaryOperator<SshConfiguration> changes,
      Duration stalled) {
    this.gateway = new FakeGateway(program);
    this.authenticator = authenticator;
    try {
      this.server =
          SshdServer.start(
              changes.apply(configuration()), gateway, authenticator, events::add, stalled);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static SshConfiguration configuration() {
    return SshConfiguration.of(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(HOST_KEY));
  }

  int port() {
    return server.address().getPort();
  }

  /// A connection that says nothing by itself.
  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port());
  }

  OpenSsh client() {
    return new OpenSsh(port());
  }

  <E extends GatewayEvent> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// A configuration with other host keys.
  static SshConfiguration withKeys(SshConfiguration c, List<HostKey> keys) {
    return with(c, new SshConfiguration.HostIdentity(keys, List.of()));
  }

  /// A configuration with other host keys and certificates.
  static SshConfiguration with(SshConfiguration c, SshConfiguration.HostIdentity identity) {
    return new SshConfiguration(
        c.listen(),
        c.serverVersion(),
        c.banner(),
        identity,
        c.ciphers(),
        c.kex(),
        c.macs(),
        c.clientAliveInterval(),
        c.clientAliveCountMax(),
        c.limits());
  }

  /// A configuration that asks silent clients for signs of life.
  static SshConfiguration withSignsOfLife(SshConfiguration c, Duration interval, int most) {
    return new SshConfiguration(
        c.listen(),
        c.serverVersion(),
        c.banner(),
        c.hostKeys(),
        c.ciphers(),
        c.kex(),
        c.macs(),
        interval,
        most,
        c.limits());
  }

  static HostKey hostKey(String type, String... options) {
    Path key = OpenSsh.key(type, options);
    try {
      return new HostKey(key.toString(), Files.readString(key));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    server.close(Duration.ofSeconds(5));
  }
}
