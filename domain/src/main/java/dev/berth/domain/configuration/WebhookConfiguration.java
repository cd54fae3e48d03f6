package dev.berth.domain.configuration;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An HTTP server that the gateway asks. Neither the private key nor what the address holds of
/// credentials shows.
///
/// @param url its address, `http` or `https`; may hold `user:password@` for basic authentication
/// @param timeout how long one attempt may take
/// @param authTimeout how long all attempts of one question may take
/// @param followsRedirects whether it may send the gateway elsewhere
/// @param tls how an `https` server is spoken with
/// @param cacheTime for how long a positive answer is used again; not at all if zero
public record WebhookConfiguration(
    URI url,
    Duration timeout,
    Duration authTimeout,
    boolean followsRedirects,
    Tls tls,
    Duration cacheTime) {
  /// A server that is asked each time.
  public WebhookConfiguration(
      URI url, Duration timeout, Duration authTimeout, boolean followsRedirects, Tls tls) {
    this(url, timeout, authTimeout, followsRedirects, tls, Duration.ZERO);
  }

  /// TLS (RFC 8446).
  ///
  /// @param caCertificates in PEM, who alone may have signed the server's certificate; without
  ///   them, whoever the Java runtime trusts
  /// @param identity what the gateway shows of itself
  /// @param versions that may be spoken: `1.2`, `1.3`
  public record Tls(
      Optional<String> caCertificates, Optional<Identity> identity, List<String> versions) {
    public Tls {
      versions = List.copyOf(versions);
    }
  }

  /// A client's certificate.
  ///
  /// @param certificate in PEM, with all between it and its authority
  /// @param privateKey in PEM
  public record Identity(String certificate, String privateKey) {
    @Override
    public String toString() {
      return "Identity[privateKey=***]";
    }
  }

  /// The address for people: without credentials and query.
  public String shown() {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return url.getScheme() + "://" + url.getHost() + port + path;
  }

  @Override
  public String toString() {
    return "WebhookConfiguration[" + shown() + "]";
  }
}
