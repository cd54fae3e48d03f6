package dev.berth.adapter.config;

import dev.berth.adapter.config.Key.Secrecy;
import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.configuration.WebhookConfiguration.Identity;
import dev.berth.domain.configuration.WebhookConfiguration.Tls;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The keys of one webhook: an HTTP server, and how it is spoken with.
///
/// @param path the section, such as `auth.password.webhook`
record WebhookKeys(
    String path,
    Key<Optional<URI>> url,
    Key<Duration> timeout,
    Key<Duration> authTimeout,
    Key<Boolean> redirects,
    Key<String> caCertificates,
    Key<String> certificate,
    Key<String> privateKey,
    Key<List<String>> versions,
    Key<Duration> cacheTime) {
  private static final DurationType TIME = DurationType.atLeast(Duration.ofMillis(1));

  /// The keys below a path.
  ///
  /// @param asked what the server is asked, in words that follow "The server that"
  static WebhookKeys at(String path, String asked) {
    return new WebhookKeys(
        path,
        Key.of(
                path + ".url",
                HttpUrl.TYPE,
                "The server that "
                    + asked
                    + ". A user and password in the address (`https://user:password@host/`) are"
                    + " sent as Basic authentication.")
            .secret(Secrecy.ADDRESS)
            .byDefault("")
            .example("https://auth.example.org/berth"),
        Key.of(path + ".timeout", TIME, "Longest time of one attempt.")
            .byDefault("2s")
            .example("5s"),
        Key.of(
                path + ".authTimeout",
                TIME,
                "Longest time of all attempts for one login, which then fails.")
            .byDefault("1m")
            .example("10s"),
        Key.of(
                path + ".allowRedirects",
                Types.BOOL,
                "Whether redirects are followed: those with status 307 and 308, which keep the"
                    + " question.")
            .byDefault(false)
            .example(true),
        Key.of(
                path + ".cacert",
                Pem.CERTIFICATE,
                "Who alone may have signed the server's certificate.")
            .byDefaultAs("whoever the Java runtime trusts")
            .example("ca.pem"),
        Key.of(path + ".cert", Pem.CERTIFICATE, "The gateway's own certificate, with `key`.")
            .byDefaultAs("none")
            .example("cert.pem"),
        Key.of(path + ".key", Pem.PRIVATE_KEY, "The private key of `cert`.")
            .secret(Secrecy.PEM)
            .byDefaultAs("none")
            .example("key.pem"),
        Key.of(
                path + ".tlsVersion",
                new TlsVersions(),
                "TLS versions that may be spoken, one or a list.")
            .byDefault("1.3")
            .example(List.of("1.2", "1.3")),
        Key.of(
                path + ".cacheTime",
                DurationType.atLeast(Duration.ZERO),
                "How long a positive answer is used again when the same is asked for the same"
                    + " address. Whoever the server would refuse by then is still let in. 0 to ask"
                    + " each time.")
            .byDefault("0s")
            .example("30s"));
  }

  List<Key<?>> all() {
    return List.of(
        url,
        timeout,
        authTimeout,
        redirects,
        caCertificates,
        certificate,
        privateKey,
        versions,
        cacheTime);
  }

  /// Tells what is wrong between the keys of a webhook that is used.
  void check(Values values, Problems problems) {
    if (!values.isWrong(url) && values.get(url).isEmpty()) {
      problems.add(
          values.at(url.path()), url.path(), "is missing: the webhook is on and needs a server");
    }
    if (values.get(redirects)
        && values.find(url).flatMap(found -> found).map(URI::getUserInfo).isPresent()) {
      problems.add(
          values.at(redirects.path()),
          redirects.path(),
          "does not go with a password in the address: whoever is redirected to would get it");
    }
    boolean cert = values.isGiven(certificate);
    if (cert != values.isGiven(privateKey)) {
      KeyPath given = (cert ? certificate : privateKey).path();
      problems.add(
          values.at(given),
          given,
          "a client certificate takes cert and key; missing: "
              + (cert ? privateKey : certificate).path());
    }
  }

  WebhookConfiguration configuration(Values values) {
    return new WebhookConfiguration(
        values.get(url).orElseThrow(),
        values.get(timeout),
        values.get(authTimeout),
        values.get(redirects),
        new Tls(
            text(values, caCertificates),
            text(values, certificate)
                .map(pem -> new Identity(pem, values.find(privateKey).orElseThrow())),
            values.get(versions)),
        values.get(cacheTime));
  }

  private static Optional<String> text(Values values, Key<String> key) {
    return values.find(key).filter(pem -> !pem.isEmpty());
  }
}
