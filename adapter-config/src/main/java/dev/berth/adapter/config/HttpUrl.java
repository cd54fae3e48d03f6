package dev.berth.adapter.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The address of an HTTP server; an empty text for none. No message quotes it, because it may hold
/// a password.
final class HttpUrl {
  static final Type<Optional<URI>> TYPE =
      new Types.CheckedText<>(
          "http:// or https:// address",
          Map.of("type", "string", "pattern", "^(https?://.+)?$"),
          HttpUrl::parse);

  private static final String HOW =
      "must be an address such as https://auth.example.org:8443/berth, or \"\" for none";

  private HttpUrl() {}

  private static Optional<URI> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException wrong) {
      throw new IllegalArgumentException(HOW, wrong);
    }
    boolean http =
        url.getScheme() != null
            && Set.of("http", "https").contains(url.getScheme().toLowerCase(Locale.ROOT));
    if (http && url.getHost() == null && url.getRawAuthority() != null) {
      throw new IllegalArgumentException(
          "has a host whose name has other characters than letters, digits, dots and hyphens"
              + " (RFC 1123), such as an underscore; use another name or the address");
    }
    if (!http || url.getHost() == null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(HOW);
    }
    return Optional.of(url);
  }
}
