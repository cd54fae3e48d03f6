package dev.berth.adapter.config;

import dev.berth.domain.container.EngineEndpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/// Where the engine listens, as it is written.
///
/// @param uri `unix:///path` or `tcp://host:port`
record EngineHost(URI uri) {
  static final Type<EngineHost> TYPE =
      new Types.CheckedText<>(
          "`unix:///path` or `tcp://host:port`",
          Map.of("type", "string", "pattern", "^(unix:///.+|tcp://[^/]+:[0-9]+/?)$"),
          EngineHost::parsed);

  boolean isSocket() {
    return "unix".equals(uri.getScheme());
  }

  private static EngineHost parsed(String text) {
    try {
      EngineEndpoint endpoint = new EngineEndpoint(new URI(text), Optional.empty());
      return new EngineHost(endpoint.host());
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          Shown.quoted(text) + " must be unix:///path/to/socket or tcp://host:port", e);
    }
  }
}
