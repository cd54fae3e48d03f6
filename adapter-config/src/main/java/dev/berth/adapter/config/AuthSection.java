package dev.berth.adapter.config;

import dev.berth.adapter.config.Key.Secrecy;
import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.configuration.AuthConfiguration.Methods;
import dev.berth.domain.configuration.AuthConfiguration.StaticUser;
import dev.berth.domain.configuration.AuthConfiguration.Webhooks;
import dev.berth.domain.configuration.PasswordHash;
import dev.berth.domain.connection.Username;
import dev.berth.domain.key.AuthorizedKey;
import dev.berth.domain.key.PublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// `auth`: who may log in.
final class AuthSection {
  private static final String USERS = "auth.static.users";
  private static final String STATIC = "static";
  private static final String WEBHOOK = "webhook";

  static final Key<String> PASSWORD =
      Key.of(
              "auth.password.method",
              Choice.of("", STATIC, WEBHOOK),
              "How passwords are checked; `\"\"` for not at all.")
          .byDefault("")
          .example(STATIC)
          .example(WEBHOOK);
  static final Key<String> PUBLIC_KEY =
      Key.of(
              "auth.publicKey.method",
              Choice.of("", STATIC, WEBHOOK).later("certificate", "certificate authentication"),
              "How public keys are checked; `\"\"` for not at all.")
          .byDefault("")
          .example(STATIC)
          .example(WEBHOOK);
  static final Key<String> AUTHORIZATION =
      Key.of(
              "auth.authz.method",
              Choice.of("", WEBHOOK),
              "Who decides whether somebody who has proven who they are may use the gateway; `\"\"`"
                  + " for nobody: everybody may.")
          .byDefault("")
          .example(WEBHOOK);
  static final WebhookKeys PASSWORD_WEBHOOK =
      WebhookKeys.at("auth.password.webhook", "is asked at `/password` about passwords");
  static final WebhookKeys PUBLIC_KEY_WEBHOOK =
      WebhookKeys.at("auth.publicKey.webhook", "is asked at `/pubkey` about public keys");
  static final WebhookKeys AUTHORIZATION_WEBHOOK =
      WebhookKeys.at("auth.authz.webhook", "is asked at `/authz` about users");
  static final Key<String> KEYBOARD_INTERACTIVE =
      Key.of(
              "auth.keyboardInteractive.method",
              Choice.of("", STATIC).later("oauth2", "OAuth2 authentication"),
              "Whether users may be asked for their password by keyboard-interactive (RFC 4256);"
                  + " `\"\"` for not at all.")
          .byDefault("")
          .example(STATIC);
  static final Key<List<List<PublicKey>>> USER_AUTHORITIES =
      Key.of(
              "auth.static.trustedUserCAKeys",
              Types.listOf(KeyLinesType.PLAIN_KEYS),
              "Public keys of authorities as lines `type base64 comment`, or names of files that"
                  + " hold such lines. Whoever has an authority's certificate for a login name may"
                  + " log in by that name, listed among the users or not, where"
                  + " `auth.publicKey.method` is `static`.")
          .byDefaultAs("none")
          .example(List.of("./user_ca.pub"));
  static final Key<PasswordHash> PASSWORD_HASH =
      Key.of(
              USERS + ".<name>.passwordHash",
              new Types.CheckedText<>(
                  "bcrypt or argon2id",
                  Map.of("type", "string", "pattern", "^\\$(2[aby]|argon2id)\\$"),
                  PasswordHash::parse),
              "The hash of the user's password, as `berth hash-password` makes it."
                  + " bcrypt: cost 4 to 16; argon2id: m up to 262144, t up to 32, p up to 16.")
          .secret(Secrecy.WHOLE)
          .byDefaultAs("no password")
          .example(
              "$argon2id$v=19$m=19456,t=2,p=1$Kt3fC1uaJ2/P9eR19fzwww"
                  + "$ssVN3Dq26fTJfYBBzzahkHEfs1SwM72Lb6tcyvieRJw");
  static final Key<List<List<AuthorizedKey>>> AUTHORIZED_KEYS =
      Key.of(
              USERS + ".<name>.authorizedKeys",
              Types.listOf(KeyLinesType.AUTHORIZED_KEYS),
              "The user's public keys as lines of authorized_keys, `[options] type base64"
                  + " [comment]`, or names of files that hold such lines (relative to this file's"
                  + " folder). A line with an option that Berth does not know is an error.")
          .byDefaultAs("no keys")
          .example(
              List.of(
                  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
                      + " alice",
                  "./alice.keys"));
  static final Key<List<List<String>>> AUTHENTICATION_METHODS =
      Key.of(
              USERS + ".<name>.authenticationMethods",
              Types.nonEmptyListOf(AuthenticationMethods.TYPE),
              "Lists of methods, one of which the user must pass whole and in its order.")
          .byDefaultAs("any one method")
          .example(List.of("publickey,password"));

  static final List<Key<?>> KEYS =
      Stream.<Stream<Key<?>>>of(
              Stream.of(
                  PASSWORD,
                  PUBLIC_KEY,
                  KEYBOARD_INTERACTIVE,
                  Key.of(
                          "auth.keyboardInteractive.oauth2",
                          Types.ANYTHING,
                          "Settings of that method.")
                      .withoutEffect(),
                  USER_AUTHORITIES,
                  PASSWORD_HASH,
                  AUTHORIZED_KEYS,
                  AUTHENTICATION_METHODS),
              PASSWORD_WEBHOOK.all().stream(),
              PUBLIC_KEY_WEBHOOK.all().stream(),
              off("auth.gssapi", "kerberos", "Kerberos authentication"),
              Stream.of(AUTHORIZATION),
              AUTHORIZATION_WEBHOOK.all().stream())
          .flatMap(keys -> keys)
          .toList();

  private AuthSection() {}

  private static Stream<Key<?>> off(String path, String method, String part) {
    return Stream.of(
        Key.of(
                path + ".method",
                Choice.of("").later(method, part),
                "Always off: Berth has no " + part + " yet.")
            .byDefault(""),
        Key.of(path + "." + method, Types.ANYTHING, "Settings of that method.").withoutEffect());
  }

  static void check(Values values, Problems problems) {
    webhook(PASSWORD, PASSWORD_WEBHOOK, values).ifPresent(keys -> keys.check(values, problems));
    webhook(PUBLIC_KEY, PUBLIC_KEY_WEBHOOK, values).ifPresent(keys -> keys.check(values, problems));
    webhook(AUTHORIZATION, AUTHORIZATION_WEBHOOK, values)
        .ifPresent(keys -> keys.check(values, problems));
    for (String name : values.names(USERS)) {
      try {
        var _ = new Username(name);
      } catch (IllegalArgumentException e) {
        KeyPath path = KeyPath.of(USERS).then(name);
        problems.add(values.at(path), path, String.valueOf(e.getMessage()));
      }
      checkMethods(name, values, problems);
    }
  }

  /// A list with a method that is off is one that nobody can ever pass.
  private static void checkMethods(String name, Values values, Problems problems) {
    KeyPath path = AUTHENTICATION_METHODS.path().named(name);
    List<String> on =
        new Methods(
                !values.get(PASSWORD).isEmpty(),
                !values.get(PUBLIC_KEY).isEmpty(),
                isOn(KEYBOARD_INTERACTIVE, values))
            .names();
    values.find(AUTHENTICATION_METHODS, name).stream()
        .flatMap(List::stream)
        .flatMap(List::stream)
        .distinct()
        .filter(method -> !on.contains(method))
        .forEach(method ->
            problems.add(
                values.at(path),
                path,
                "asks for %s, which is off: set %s"
                    .formatted(method, AuthenticationMethods.SWITCHES.get(method))));
  }

  private static Methods methods(Values values) {
    return new Methods(
        isOn(PASSWORD, values), isOn(PUBLIC_KEY, values), isOn(KEYBOARD_INTERACTIVE, values));
  }

  /// The keys of a method's webhook, if the method has one.
  private static Optional<WebhookKeys> webhook(
      Key<String> method, WebhookKeys keys, Values values) {
    return WEBHOOK.equals(values.get(method)) ? Optional.of(keys) : Optional.empty();
  }

  private static Webhooks webhooks(Values values) {
    return new Webhooks(
        webhook(PASSWORD, PASSWORD_WEBHOOK, values).map(keys -> keys.configuration(values)),
        webhook(PUBLIC_KEY, PUBLIC_KEY_WEBHOOK, values).map(keys -> keys.configuration(values)),
        webhook(AUTHORIZATION, AUTHORIZATION_WEBHOOK, values)
            .map(keys -> keys.configuration(values)));
  }

  private static boolean isOn(Key<String> method, Values values) {
    return STATIC.equals(values.get(method));
  }

  static AuthConfiguration configuration(Values values) {
    Map<Username, StaticUser> users = new LinkedHashMap<>();
    for (String name : values.names(USERS)) {
      users.put(
          new Username(name),
          new StaticUser(
              values.find(PASSWORD_HASH, name).map(PasswordHash::text),
              flat(values.find(AUTHORIZED_KEYS, name)),
              values.find(AUTHENTICATION_METHODS, name).orElse(List.of())));
    }
    return new AuthConfiguration(
        methods(values), users, flat(values.find(USER_AUTHORITIES)), webhooks(values));
  }

  private static <T> List<T> flat(Optional<List<List<T>>> entries) {
    return entries.orElse(List.of()).stream().flatMap(List::stream).toList();
  }
}
