package dev.berth.adapter.docker;

import dev.berth.domain.container.EngineEndpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Opens connections to one engine, by whichever of the ways its endpoint says: socket file, TCP,
/// TLS.
final class EngineSockets {
  private final EngineEndpoint endpoint;
  private final Optional<PemTls> tls;

  /// @throws IllegalArgumentException if the TLS material cannot be used
  EngineSockets(EngineEndpoint endpoint) {
    this.endpoint = endpoint;
    this.tls = endpoint.tls().map(PemTls::of);
  }

  /// The address for HTTP. A socket file has no host, so a placeholder stands for it.
  URI httpBase() {
    URI host = endpoint.host();
    return isUnix()
        ? URI.create("http://localhost")
        : URI.create((tls.isPresent() ? "https://" : "http://") + host.getAuthority());
  }

  boolean isUnix() {
    return "unix".equals(endpoint.host().getScheme());
  }

  Optional<PemTls> tls() {
    return tls;
  }

  /// Makes unconnected sockets that end up at the engine.
  SocketFactory plainSockets() {
    return isUnix() ? UnixSocket.factory(socketFile()) : SocketFactory.getDefault();
  }

  /// A socket that is not connected yet, so that a deadline can already close it.
  Socket unconnected() throws IOException {
    return isUnix() ? new UnixSocket(socketFile()) : new Socket(Proxy.NO_PROXY);
  }

  /// Connects a socket that [#unconnected] made.
  ///
  /// @return the socket to talk on: the same, or TLS on top of it with the engine's certificate and
  ///   name verified
  Socket connect(Socket socket, Duration timeout) throws IOException {
    if (isUnix()) {
      ((UnixSocket) socket).connect(new InetSocketAddress(0));
      return socket;
    }
    URI host = endpoint.host();
    socket.connect(
        new InetSocketAddress(host.getHost(), host.getPort()),
        (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis())));
    socket.setTcpNoDelay(true);
    socket.setKeepAlive(true);
    return tls.isPresent() ? encrypted(socket, tls.get()) : socket;
  }

  private Socket encrypted(Socket socket, PemTls tls) throws IOException {
    URI host = endpoint.host();
    String name = host.getHost().replaceAll("[\\[\\]]", "");
    SSLSocket encrypted =
        (SSLSocket) tls.sockets().createSocket(socket, name, host.getPort(), true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    return encrypted;
  }

  private Path socketFile() {
    return Path.of(endpoint.host().getPath());
  }
}
