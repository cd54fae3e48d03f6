package dev.berth.adapter.config;

import java.util.List;
import java.util.stream.Stream;

/// The sections of parts that Berth does not have yet: known, so that files from elsewhere can be
/// used, but only while the part is off.
final class OtherSections {
  static final List<Key<?>> KEYS =
      Stream.of(
              Stream.<Key<?>>of(
                  Key.of(
                          "backend",
                          Choice.of("docker", "")
                              .later("kubernetes", "Kubernetes backend")
                              .later("sshproxy", "SSH proxy backend"),
                          "What runs the containers.")
                      .byDefault("docker")
                      .example("docker"),
                  Key.of("configserver.url", Types.TEXT, "Server of per-user configuration.")
                      .byDefault("")
                      .onlyDefault("configuration server")),
              HttpClientKeys.options("configserver").stream(),
              Stream.<Key<?>>of(
                  enable("metrics", "metrics endpoint"),
                  Key.of("metrics.listen", ListenAddress.TYPE, "Address of the endpoint.")
                      .byDefault("0.0.0.0:9100")
                      .withoutEffect(),
                  Key.of("metrics.path", Types.TEXT, "Path of the endpoint.")
                      .byDefault("/metrics")
                      .withoutEffect(),
                  enable("health", "health endpoint"),
                  Key.of("health.listen", ListenAddress.TYPE, "Address of the endpoint.")
                      .byDefault("0.0.0.0:7000")
                      .withoutEffect(),
                  enable("audit", "audit log"),
                  others("audit"),
                  Key.of(
                          "geoip.provider",
                          Choice.of("", "dummy").later("maxmind", "address lookup"),
                          "Where clients' countries are looked up.")
                      .byDefault(""),
                  others("geoip"),
                  Key.of("kubernetes", Types.ANYTHING, "Settings of backend `kubernetes`.")
                      .withoutEffect(),
                  Key.of("sshproxy", Types.ANYTHING, "Settings of backend `sshproxy`.")
                      .withoutEffect()))
          .flatMap(keys -> keys)
          .toList();

  private OtherSections() {}

  private static Key<Boolean> enable(String section, String part) {
    return Key.of(section + ".enable", Types.BOOL, "Whether the " + part + " is on.")
        .byDefault(false)
        .onlyDefault(part);
  }

  private static Key<Node> others(String section) {
    return Key.of(section + "." + KeyTree.OTHERS, Types.ANYTHING, "Other settings of the part.")
        .withoutEffect();
  }
}
