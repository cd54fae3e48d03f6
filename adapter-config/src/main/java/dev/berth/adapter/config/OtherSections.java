package dev.berth.adapter.config;

import dev.berth.domain.configuration.WebhookConfiguration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The configuration server, and the sections of parts that Berth does not have yet: known, so that
/// files from elsewhere can be used, but only while the part is off.
final class OtherSections {
  static final WebhookKeys CONFIGURATION_SERVER =
      WebhookKeys.at(
          "configserver", "is asked what each connection gets; `\"\"` for none: all get the same");

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
                      .example("docker")),
              CONFIGURATION_SERVER.all().stream(),
              Stream.<Key<?>>of(
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

  static void check(Values values, Problems problems) {
    if (isOn(values)) {
      CONFIGURATION_SERVER.check(values, problems);
    }
  }

  private static boolean isOn(Values values) {
    return values.get(CONFIGURATION_SERVER.url()).isPresent();
  }

  static Optional<WebhookConfiguration> configurationServer(Values values) {
    return isOn(values)
        ? Optional.of(CONFIGURATION_SERVER.configuration(values))
        : Optional.empty();
  }

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
