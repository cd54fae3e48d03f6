package dev.berth.adapter.config;

import java.time.Duration;
import java.util.List;

/// The keys of an HTTP client, for each part that has one.
final class HttpClientKeys {
  private static final DurationType TIME = DurationType.atLeast(Duration.ofMillis(1));

  private HttpClientKeys() {}

  /// The keys below a path but for the address: without effect while the part is off.
  static List<Key<?>> options(String path) {
    return List.of(
        Key.of(path + ".timeout", TIME, "Longest time of one call.")
            .byDefault("2s")
            .withoutEffect(),
        Key.of(path + ".authTimeout", TIME, "Longest time of all attempts of one login.")
            .byDefault("1m")
            .withoutEffect(),
        Key.of(path + ".allowRedirects", Types.BOOL, "Whether redirects are followed.")
            .byDefault(false)
            .withoutEffect(),
        Key.of(path + ".cacert", Types.TEXT, "Who signed the server's certificate, in PEM.")
            .byDefault("")
            .withoutEffect(),
        Key.of(path + ".cert", Types.TEXT, "The client's certificate, in PEM.")
            .byDefault("")
            .withoutEffect(),
        Key.of(path + ".key", Types.TEXT, "The client's private key, in PEM.")
            .byDefault("")
            .withoutEffect(),
        Key.of(path + ".tlsVersion", Types.ANYTHING, "TLS versions that may be spoken.")
            .byDefault("1.3")
            .withoutEffect());
  }

  /// All keys of a webhook.
  static List<Key<?>> webhook(String path) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.<Key<?>>of(
                Key.of(path + ".url", Types.TEXT, "Address of the server.")
                    .byDefault("")
                    .withoutEffect()),
            options(path).stream())
        .toList();
  }
}
