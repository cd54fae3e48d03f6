package dev.berth.domain.container;

import java.net.URI;
import java.util.Optional;

/// Where the container engine listens.
///
/// @param host `unix:///path` or `tcp://host:port`
/// @param tls how to talk TLS to a `tcp` engine; empty for plain
public record EngineEndpoint(URI host, Optional<Tls> tls) {
  /// The default of the Docker Engine on Linux.
  public static final EngineEndpoint DEFAULT =
      new EngineEndpoint(URI.create("unix:///var/run/docker.sock"), Optional.empty());

  public EngineEndpoint {
    boolean unix =
        "unix".equals(host.getScheme()) && host.getPath() != null && !host.getPath().isEmpty();
    boolean tcp = "tcp".equals(host.getScheme()) && host.getHost() != null && host.getPort() > 0;
    if (!unix && !tcp) {
      throw new IllegalArgumentException(
          "engine host \"" + host + "\" must be unix:///path/to/socket or tcp://host:port");
    }
    if (unix && tls.isPresent()) {
      throw new IllegalArgumentException(
          "TLS is for tcp:// engines; " + host + " is a socket file");
    }
  }

  /// PEM texts for TLS with both sides verified; the key never shows.
  ///
  /// @param caCertificate who signed the engine's certificate
  /// @param certificate ours
  /// @param privateKey ours, PKCS #8
  public record Tls(String caCertificate, String certificate, String privateKey) {
    @Override
    public String toString() {
      return "Tls[***]";
    }
  }

  @Override
  public String toString() {
    return host.toString();
  }
}
