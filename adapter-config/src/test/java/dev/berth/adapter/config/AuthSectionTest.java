package dev.berth.adapter.config;

import static dev.berth.adapter.config.ConfigurationFolder.HOST_KEYS;
import static dev.berth.adapter.config.ConfigurationFolder.PUBLIC_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.config.ConfigurationFiles.Problem;
import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.configuration.AuthConfiguration.StaticUser;
import dev.berth.domain.connection.Username;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthSectionTest {
  private static final String HASH = "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
  private static final String USERS = "auth:\n  static:\n    users:\n      alice:\n";

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
    folder.write("more.keys", PUBLIC_KEY + "\r\n  # none\r\n\r\n" + PUBLIC_KEY + " two words\r\n");
    AuthConfiguration auth =
        folder
            .valid(
                HOST_KEYS
                    + """
                    auth:
                      password: {method: static}
                      publicKey: {method: static}
                      static:
                        users:
                          alice:
                            passwordHash: %s
                            authorizedKeys: ["%s", more.keys, %s]
                          bob@example.org: {}
                          1001: {passwordHash: %s}
                    """
                        .formatted(HASH, PUBLIC_KEY, folder.path().resolve("alice.keys"), HASH))
            .auth();
    assertThat(auth)
        .isEqualTo(
            new AuthConfiguration(
                true,
                true,
                Map.of(
                    new Username("alice"),
                    new StaticUser(
                        Optional.of(HASH),
                        List.of(
                            PUBLIC_KEY,
                            PUBLIC_KEY,
                            PUBLIC_KEY + " two words",
                            PUBLIC_KEY + " alice@example.org")),
                    new Username("bob@example.org"),
                    new StaticUser(Optional.empty(), List.of()),
                    new Username("1001"),
                    new StaticUser(Optional.of(HASH), List.of()))));
    assertThat(auth.users().keySet().iterator().next()).isEqualTo(new Username("alice"));
  }

  @ParameterizedTest
  @CsvSource({
    "password, webhook, webhook authentication",
    "publicKey, webhook, webhook authentication",
    "publicKey, certificate, certificate authentication",
    "keyboardInteractive, oauth2, OAuth2 authentication",
    "gssapi, kerberos, Kerberos authentication",
    "authz, webhook, authorisation"
  })
  void aMethodThatBerthDoesNotHaveYetIsNamed(String part, String method, String what) {
    Problem problem = folder.problem("auth: {" + part + ": {method: " + method + "}}\n");
    assertThat(problem.path()).isEqualTo("auth." + part + ".method");
    assertThat(problem.message()).contains("\"" + method + "\" is not available yet", "no " + what);
  }

  @Test
  void aMethodThatNobodyHasIsToldWithTheNearest() {
    assertThat(folder.problem("auth: {password: {method: Static}}\n").message())
        .isEqualTo("\"Static\" is not one of \"\" (off), static; did you mean \"static\"?");
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
        "no-pty " + PUBLIC_KEY + "|options in front",
        "from=\"10.0.0.0/8\",no-pty " + PUBLIC_KEY + "|options in front",
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
    folder.write("alice.keys", "# first\n" + PUBLIC_KEY + "\nno-pty " + PUBLIC_KEY + "\nrubbish\n");
    List<Problem> problems =
        folder.problems(HOST_KEYS + USERS + "        authorizedKeys: [alice.keys]\n");
    assertThat(problems).hasSize(2);
    assertThat(problems.get(0).message()).contains("alice.keys\", line 3: has options");
    assertThat(problems.get(1).message()).contains("alice.keys\", line 4: begins with \"rubbish\"");
  }

  @Test
  void aNameThatNobodyCanLogInWithIsRefused() {
    String longName = "x".repeat(256);
    assertThat(
            folder.problem("auth:\n  static:\n    users:\n      " + longName + ": {}\n").message())
        .contains("1 to 255 characters");
    assertThat(folder.problem("auth:\n  static:\n    users:\n      \"a\\tb\": {}\n").message())
        .contains("control characters");
  }

  @Test
  void namesAreTakenAsTheyAre() {
    assertThat(folder.problem("auth: {static: {users: {j.doe: {hash: x}}}}\n").path())
        .isEqualTo("auth.static.users.\"j.doe\".hash");
  }
}
