package dev.berth.adapter.config;

import dev.berth.adapter.config.Key.Secrecy;
import dev.berth.domain.container.RegistryCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `docker.execution.auth` and `docker.execution.registries`: what registries ask for.
final class RegistryKeys {
  private static final String AUTH = "docker.execution.auth.";
  private static final String REGISTRIES = "docker.execution.registries";
  private static final String ONE = REGISTRIES + ".<name>.";

  private static final Key<String> USERNAME =
      key(AUTH + "username", "Account at the image's registry.");
  private static final Key<String> PASSWORD =
      key(AUTH + "password", "Password of the account.").secret(Secrecy.WHOLE);
  private static final Key<String> SERVER_ADDRESS =
      key(
          AUTH + "serveraddress",
          "The registry that this is for: no other is told. Empty for whichever the image is"
              + " from.");
  private static final Key<String> IDENTITY_TOKEN =
      key(AUTH + "identitytoken", "Token that is exchanged for an access token.")
          .secret(Secrecy.WHOLE);
  private static final Key<String> REGISTRY_TOKEN =
      key(AUTH + "registrytoken", "Bearer token that is sent as it is.").secret(Secrecy.WHOLE);

  private static final Key<String> OWN_USERNAME =
      key(
          ONE + "username",
          "Account at the registry of this name, such as `registry.example.org:5000`, or"
              + " `docker.io` for Docker Hub. Goes before `docker.execution.auth`.");
  private static final Key<String> OWN_PASSWORD =
      key(ONE + "password", "Password of the account.").secret(Secrecy.WHOLE);
  private static final Key<String> OWN_IDENTITY_TOKEN =
      key(ONE + "identitytoken", "Token that is exchanged for an access token.")
          .secret(Secrecy.WHOLE);
  private static final Key<String> OWN_REGISTRY_TOKEN =
      key(ONE + "registrytoken", "Bearer token that is sent as it is.").secret(Secrecy.WHOLE);

  static final List<Key<?>> ALL =
      List.of(
          USERNAME,
          PASSWORD,
          SERVER_ADDRESS,
          IDENTITY_TOKEN,
          REGISTRY_TOKEN,
          OWN_USERNAME,
          OWN_PASSWORD,
          OWN_IDENTITY_TOKEN,
          OWN_REGISTRY_TOKEN);

  private RegistryKeys() {}

  private static Key<String> key(String path, String meaning) {
    return Key.of(path, Types.TEXT, meaning).byDefault("").example("...");
  }

  /// Those of single registries first.
  static List<RegistryCredentials> credentials(Values values) {
    List<RegistryCredentials> all = new ArrayList<>();
    for (String registry : values.names(REGISTRIES)) {
      all.add(
          new RegistryCredentials(
              own(values, OWN_USERNAME, registry),
              own(values, OWN_PASSWORD, registry),
              registry,
              own(values, OWN_IDENTITY_TOKEN, registry),
              own(values, OWN_REGISTRY_TOKEN, registry)));
    }
    general(values).ifPresent(all::add);
    return all;
  }

  private static String own(Values values, Key<String> key, String registry) {
    return values.find(key, registry).orElse("");
  }

  private static Optional<RegistryCredentials> general(Values values) {
    boolean any =
        Stream.of(USERNAME, PASSWORD, SERVER_ADDRESS, IDENTITY_TOKEN, REGISTRY_TOKEN)
            .anyMatch(key -> !values.get(key).isEmpty());
    return any
        ? Optional.of(
            new RegistryCredentials(
                values.get(USERNAME),
                values.get(PASSWORD),
                values.get(SERVER_ADDRESS),
                values.get(IDENTITY_TOKEN),
                values.get(REGISTRY_TOKEN)))
        : Optional.empty();
  }
}
