package dev.berth.adapter.config;

import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.configuration.AuthConfiguration.StaticUser;
import dev.berth.domain.configuration.PasswordHash;
import dev.berth.domain.connection.Username;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `auth`: who may log in.
final class AuthSection {
  private static final String USERS = "auth.static.users";
  private static final String STATIC = "static";

  static final Key<String> PASSWORD =
      Key.of(
              "auth.password.method",
              Choice.of("", STATIC).later("webhook", "webhook authentication"),
              "How passwords are checked; `\"\"` for not at all.")
          .byDefault("")
          .example(STATIC);
  static final Key<String> PUBLIC_KEY =
      Key.of(
              "auth.publicKey.method",
              Choice.of("", STATIC)
                  .later("webhook", "webhook authentication")
                  .later("certificate", "certificate authentication"),
              "How public keys are checked; `\"\"` for not at all.")
          .byDefault("")
          .example(STATIC);
  static final Key<PasswordHash> PASSWORD_HASH =
      Key.of(
              USERS + ".<name>.passwordHash",
              new Types.CheckedText<>(
                  "bcrypt or argon2id",
                  Map.of("type", "string", "pattern", "^\\$(2[aby]|argon2id)\\$"),
                  PasswordHash::parse),
              "The hash of the user's password, as `berth hash-password` makes it."
                  + " bcrypt: cost 4 to 16; argon2id: m up to 262144, t up to 32, p up to 16.")
          .byDefaultAs("no password")
          .example(
              "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA"
                  + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
  static final Key<List<List<String>>> AUTHORIZED_KEYS =
      Key.of(
              USERS + ".<name>.authorizedKeys",
              Types.listOf(new AuthorizedKeysType()),
              "The user's public keys as lines `type base64 comment`, or names of files that hold"
                  + " such lines (relative to this file's folder). Lines with options in front are"
                  + " refused.")
          .byDefaultAs("no keys")
          .example(
              List.of(
                  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
                      + " alice",
                  "./alice.keys"));

  static final List<Key<?>> KEYS =
      Stream.<Stream<Key<?>>>of(
              Stream.of(PASSWORD, PUBLIC_KEY, PASSWORD_HASH, AUTHORIZED_KEYS),
              HttpClientKeys.webhook("auth.password.webhook").stream(),
              HttpClientKeys.webhook("auth.publicKey.webhook").stream(),
              off("auth.keyboardInteractive", "oauth2", "OAuth2 authentication"),
              off("auth.gssapi", "kerberos", "Kerberos authentication"),
              off("auth.authz", "webhook", "authorisation"),
              HttpClientKeys.webhook("auth.authz.webhook").stream())
          .flatMap(keys -> keys)
          .toList();

  private AuthSection() {}

  private static Stream<Key<?>> off(String path, String method, String part) {
    Key<String> key =
        Key.of(
                path + ".method",
                Choice.of("").later(method, part),
                "Always off: Berth has no " + part + " yet.")
            .byDefault("");
    return "webhook".equals(method)
        ? Stream.of(key)
        : Stream.of(
            key,
            Key.of(path + "." + method, Types.ANYTHING, "Settings of that method.")
                .withoutEffect());
  }

  static void check(Values values, Problems problems) {
    for (String name : values.names(USERS)) {
      try {
        var _ = new Username(name);
      } catch (IllegalArgumentException e) {
        KeyPath path = KeyPath.of(USERS).then(name);
        problems.add(values.at(path), path, String.valueOf(e.getMessage()));
      }
    }
  }

  static AuthConfiguration configuration(Values values) {
    Map<Username, StaticUser> users = new LinkedHashMap<>();
    for (String name : values.names(USERS)) {
      users.put(
          new Username(name),
          new StaticUser(
              values.find(PASSWORD_HASH, name).map(PasswordHash::text),
              values.find(AUTHORIZED_KEYS, name).orElse(List.of()).stream()
                  .flatMap(List::stream)
                  .toList()));
    }
    return new AuthConfiguration(
        STATIC.equals(values.get(PASSWORD)), STATIC.equals(values.get(PUBLIC_KEY)), users);
  }
}
