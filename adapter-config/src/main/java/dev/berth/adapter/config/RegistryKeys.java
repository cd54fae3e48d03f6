package dev.berth.adapter.config;

import dev.berth.adapter.config.Key.Secrecy;
import dev.berth.domain.container.RegistryCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// `docker.execution.auth` and `docker.execution.registries`: what registries ask for.
final class RegistryKeys {
  private static final String AUTH = "docker.execution.auth";
  private static final String REGISTRIES = "docker.execution.registries";

  private static final Account GENERAL = Account.at(AUTH, "Account at the image's registry.");
  private static final Key<String> SERVER_ADDRESS =
      key(
          AUTH + ".serveraddress",
          "The registry that this is for: no other is told. Empty for whichever the image is"
              + " from.");
  private static final Account OWN =
      Account.at(
          REGISTRIES + ".<name>",
          "Account at the registry of this name, such as `registry.example.org:5000`, or"
              + " `docker.io` for Docker Hub. Goes before `docker.execution.auth`.");

  static final List<Key<?>> ALL =
      Stream.of(GENERAL.keys(), Stream.of(SERVER_ADDRESS), OWN.keys())
          .<Key<?>>flatMap(keys -> keys)
          .toList();

  private RegistryKeys() {}

  /// The keys of one account.
  private record Account(
      Key<String> username,
      Key<String> password,
      Key<String> identityToken,
      Key<String> registryToken) {
    static Account at(String section, String meaning) {
      return new Account(
          key(section + ".username", meaning),
          key(section + ".password", "Password of the account.").secret(Secrecy.WHOLE),
          key(section + ".identitytoken", "Token that is exchanged for an access token.")
              .secret(Secrecy.WHOLE),
          key(section + ".registrytoken", "Bearer token that is sent as it is.")
              .secret(Secrecy.WHOLE));
    }

    Stream<Key<String>> keys() {
      return Stream.of(username, password, identityToken, registryToken);
    }

    RegistryCredentials credentials(String registry, Function<Key<String>, String> value) {
      return new RegistryCredentials(
          value.apply(username),
          value.apply(password),
          registry,
          value.apply(identityToken),
          value.apply(registryToken));
    }
  }

  private static Key<String> key(String path, String meaning) {
    return Key.of(path, Types.TEXT, meaning).byDefault("").example("...");
  }

  /// Those of single registries first.
  static List<RegistryCredentials> credentials(Values values) {
    List<RegistryCredentials> all = new ArrayList<>();
    for (String registry : values.names(REGISTRIES)) {
      all.add(OWN.credentials(registry, key -> values.find(key, registry).orElse("")));
    }
    if (Stream.concat(GENERAL.keys(), Stream.of(SERVER_ADDRESS))
        .anyMatch(key -> !values.get(key).isEmpty())) {
      all.add(GENERAL.credentials(values.get(SERVER_ADDRESS), values::get));
    }
    return all;
  }
}
