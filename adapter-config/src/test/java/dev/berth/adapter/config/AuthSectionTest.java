package dev.berth.adapter.config;

import static dev.berth.adapter.config.ConfigurationFolder.HOST_KEYS;
import static dev.berth.adapter.config.ConfigurationFolder.PUBLIC_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.config.ConfigurationFiles.Problem;
import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.configuration.AuthConfiguration.Methods;
import dev.berth.domain.configuration.AuthConfiguration.StaticUser;
import dev.berth.domain.connection.Username;
import dev.berth.domain.key.AuthorizedKey;
import dev.berth.domain.key.PublicKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthSectionTest {
  private static final String HASH = "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
  private static final String USERS = "auth:\n  static:\n    users:\n      alice:\n";

  private static final PublicKey KEY = AuthorizedKey.parse(PUBLIC_KEY).key();

  private final ConfigurationFolder folder;

  AuthSectionTest(@TempDir Path path) {
    folder = ConfigurationFolder.in(path);
  }

  @Test
  void defaults() {
    AuthConfiguration auth = folder.valid(HOST_KEYS).auth();
    assertThat(auth).isEqualTo(AuthConfiguration.NOBODY);
    assertThat(auth.admitsSomebody()).isFalse();
  }

  @Test
  void everyKeySet() {
    folder.write(
        "more.keys",
        "no-pty " + PUBLIC_KEY + "\r\n  # none\r\n\r\n" + PUBLIC_KEY + " two words\r\n");
    AuthConfiguration auth =
        folder
            .valid(
                HOST_KEYS
                    + """
                    auth:
                      password: {method: static}
                      publicKey: {method: static}
                      keyboardInteractive: {method: static}
                      static:
                        trustedUserCAKeys: [alice.keys, "%s"]
                        users:
                          alice:
                            passwordHash: %s
                            authorizedKeys: ["%s", more.keys, %s]
                            authenticationMethods: ["publickey,password", keyboard-interactive]
                          bob@example.org: {}
                          1001: {passwordHash: %s}
                    """
                        .formatted(
                            PUBLIC_KEY,
                            HASH,
                            PUBLIC_KEY,
                            folder.path().resolve("alice.keys"),
                            HASH))
            .auth();
    assertThat(auth)
        .isEqualTo(
            new AuthConfiguration(
                new Methods(true, true, true),
                Map.of(
                    new Username("alice"),
                    new StaticUser(
                        Optional.of(HASH),
                        Stream.of(
                                PUBLIC_KEY,
                                "no-pty " + PUBLIC_KEY,
                                PUBLIC_KEY + " two words",
                                PUBLIC_KEY + " alice@example.org")
                            .map(AuthorizedKey::parse)
                            .toList(),
                        List.of(List.of("publickey", "password"), List.of("keyboard-interactive"))),
                    new Username("bob@example.org"),
                    new StaticUser(Optional.empty(), List.of()),
                    new Username("1001"),
                    new StaticUser(Optional.of(HASH), List.of())),
                List.of(KEY, KEY)));
    assertThat(auth.users().keySet().iterator().next()).isEqualTo(new Username("alice"));
  }

  @ParameterizedTest
  @CsvSource({
    "publicKey, certificate, certificate authentication",
    "keyboardInteractive, oauth2, OAuth2 authentication",
    "gssapi, kerberos, Kerberos authentication"
  })
  void aMethodThatBerthDoesNotHaveYetIsNamed(String part, String method, String what) {
    Problem problem = folder.problem("auth: {" + part + ": {method: " + method + "}}\n");
    assertThat(problem.path()).isEqualTo("auth." + part + ".method");
    assertThat(problem.message()).contains("\"" + method + "\" is not available yet", "no " + what);
  }

  @Test
  void aMethodThatNobodyHasIsToldWithTheNearest() {
    assertThat(folder.problem("auth: {password: {method: Static}}\n").message())
        .isEqualTo(
            "\"Static\" is not one of \"\" (off), static, webhook; did you mean \"static\"?");
  }

  @Test
  void settingsOfMethodsThatAreOffAreTaken() {
    assertThat(
            folder
                .valid(
                    HOST_KEYS
                        + """
                        auth:
                          password:
                            method: ""
                            webhook: {url: "http://127.0.0.1:8080", timeout: 2s, tlsVersion: ["1.2", "1.3"]}
                          gssapi: {method: "", kerberos: {keytab: /etc/krb5.keytab}}
                          authz: {webhook: {allowRedirects: true}}
                        """)
                .auth())
        .isEqualTo(AuthConfiguration.NOBODY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hunter2-in-plain",
        "$6$hunter2",
        "$2y$31$hunter2",
        "$2y$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$argon2id$v=19$m=1,t=1,p=1$aHVudGVyMg$aHVudGVyMmh1bnRlcjI"
      })
  void aWrongHashIsRefusedAndDoesNotShow(String hash) {
    Problem problem = folder.problem(USERS + "        passwordHash: " + hash + "\n");
    assertThat(problem.path()).isEqualTo("auth.static.users.alice.passwordHash");
    assertThat(problem.line()).isEqualTo(7);
    assertThat(problem.message()).doesNotContain(hash.substring(7), "hunter2", "aHVudGVyMg");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-such " + PUBLIC_KEY + "|\"no-such\", which Berth does not know",
        "from=\"10.0.0.0/8\",tunnel=\"1\" " + PUBLIC_KEY + "|\"tunnel\", which Berth does not know",
        "from=\"host.example.org\" " + PUBLIC_KEY + "|names are not looked up",
        "ssh-dss AAAAB3NzaC1kc3M=|no type of key that Berth knows",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f|damaged",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgME|damaged",
        "ssh-ed25519 not!base64 alice|damaged",
        "missing.keys|does not exist",
        "./|is a folder"
      })
  void aWrongKeyIsRefused(String entry, String why) {
    Problem problem = folder.problem(USERS + "        authorizedKeys: ['" + entry + "']\n");
    assertThat(problem.path()).isEqualTo("auth.static.users.alice.authorizedKeys[0]");
    assertThat(problem.message()).contains(why);
  }

  @Test
  void aWrongLineOfAKeyFileIsToldWithItsNumber() {
    folder.write("alice.keys", "# first\n" + PUBLIC_KEY + "\nno-tty " + PUBLIC_KEY + "\nrubbish\n");
    List<Problem> problems =
        folder.problems(HOST_KEYS + USERS + "        authorizedKeys: [alice.keys]\n");
    assertThat(problems).hasSize(2);
    assertThat(problems.get(0).message())
        .contains("alice.keys\", line 3: has the option \"no-tty\"");
    assertThat(problems.get(1).message()).contains("alice.keys\", line 4: begins with \"rubbish\"");
  }

  @Test
  void anAuthoritysKeyHasNoOptions() {
    Problem problem =
        folder.problem("auth: {static: {trustedUserCAKeys: ['no-pty " + PUBLIC_KEY + "']}}\n");
    assertThat(problem.path()).isEqualTo("auth.static.trustedUserCAKeys[0]");
    assertThat(problem.message()).contains("has options");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|must not be an empty list",
        "['publickey,pasword']|\"pasword\" is not one of publickey, password",
        "['publickey password']|is not one of",
        "['publickey,publickey']|must not name a method twice",
        "['publickey,']|is not one of",
        "['publickey,keyboard-interactive']"
            + "|asks for keyboard-interactive, which is off: set auth.keyboardInteractive.method"
      })
  void aListOfMethodsThatNobodyCanPassIsRefused(String lists, String why) {
    Problem problem =
        folder.problem(
            "auth:\n  publicKey: {method: static}\n  password: {method: static}\n"
                + USERS.substring("auth:\n".length())
                + "        authenticationMethods: "
                + lists
                + "\n");
    assertThat(problem.path()).startsWith("auth.static.users.alice.authenticationMethods");
    assertThat(problem.message()).contains(why);
  }

  @Test
  void aNameThatNobodyCanLogInWithIsRefused() {
    String longName = "x".repeat(256);
    assertThat(
            folder.problem("auth:\n  static:\n    users:\n      " + longName + ": {}\n").message())
        .contains("1 to 255 characters");
    assertThat(folder.problem("auth:\n  static:\n    users:\n      \"a\\tb\": {}\n").message())
        .contains("control characters");
    assertThat(folder.problem("auth:\n  static:\n    users:\n      a/b: {}\n").message())
        .contains("'/' or ':'");
  }

  @Test
  void namesAreTakenAsTheyAre() {
    assertThat(folder.problem("auth: {static: {users: {j.doe: {hash: x}}}}\n").path())
        .isEqualTo("auth.static.users.\"j.doe\".hash");
  }
}
