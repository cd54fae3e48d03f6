package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may log in.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LoginE2E {
  private static final String REFUSED = "Permission denied (publickey,password).";

  private final Path rsa = Keys.made("-t", "rsa", "-b", "3072");
  private final Path ecdsa = Keys.made("-t", "ecdsa");
  private final Path stranger = Keys.ed25519();
  private final GatewayProcess gateway;

  LoginE2E() throws IOException {
    Path file = Scratch.folder("keys").resolve("dave.keys");
    Files.writeString(
        file, "# Dave's\n\n" + Keys.line(ecdsa) + "\n" + Keys.line(rsa) + " and a comment\n");
    gateway =
        GatewayProcess.start(
            Settings.of(Mode.CONNECTION)
                .with(user("bob", "passwordHash"), "\"" + hash("bob's  pass", "--bcrypt") + "\"")
                .with(user("carol", "passwordHash"), "\"" + hash("pässwörd") + "\"")
                .with(user("dave", "authorizedKeys"), "[\"" + file + "\"]")
                .with(user("erin", "authorizedKeys"), "[\"" + Keys.line(rsa) + "\"]")
                .with(user("frank", "authorizedKeys"), "[]"));
  }

  private static String user(String name, String key) {
    return "auth.static.users." + name + "." + key;
  }

  /// Made as an operator makes it.
  private static String hash(String password, String... options) {
    List<String> arguments = new ArrayList<>(List.of("hash-password"));
    arguments.addAll(List.of(options));
    ProcessBuilder builder = GatewayProcess.command(arguments.toArray(String[]::new));
    try (ClientProcess berth = ClientProcess.start(builder.command(), builder)) {
      return berth.write(password + "\n").end().succeeded().line();
    }
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private Outcome byPassword(String user, String password) {
    SshClients clients =
        gateway.clients().as(user, stranger).with("PreferredAuthentications password");
    ProcessBuilder builder = new ProcessBuilder(clients.line("echo hi"));
    builder.command().addAll(0, List.of("sshpass", "-f", password(password).toString()));
    try (ClientProcess client = ClientProcess.start(builder.command(), builder)) {
      return client.end();
    }
  }

  /// In a file, because arguments of Java's processes depend on the locale.
  private static Path password(String password) {
    try {
      return Files.write(
          Scratch.folder("password").resolve("text"), (password + "\n").getBytes(UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Outcome byKey(String user, Path key) {
    return gateway
        .clients()
        .as(user, key)
        .with("PreferredAuthentications publickey")
        .ssh("echo hi");
  }

  private static void getsIn(Outcome outcome) {
    assertThat(outcome.succeeded().text()).isEqualTo("hi\n");
  }

  private static void isRefused(Outcome outcome) {
    assertThat(outcome.status()).isEqualTo(255);
    assertThat(outcome.err()).contains(REFUSED);
    assertThat(outcome.text()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"demo, U*U", "bob, bob's  pass", "carol, pässwörd"})
  void theRightPasswordGetsIn(String user, String password) {
    getsIn(byPassword(user, password));
  }

  @ParameterizedTest
  @CsvSource({
    "demo, u*u",
    "bob, bob's pass",
    "bob, pässwörd",
    "carol, passwort",
    "carol, ''",
    "dave, x",
    "frank, ''"
  })
  void aWrongPasswordIsRefused(String user, String password) {
    isRefused(byPassword(user, password));
  }

  @Test
  void anUnknownUserIsToldTheSameAsAWrongPassword() {
    Outcome wrong = byPassword("bob", "wrong");
    Outcome unknown = byPassword("bop", "wrong");

    isRefused(wrong);
    assertThat(unknown.status()).isEqualTo(wrong.status());
    assertThat(unknown.err()).isEqualTo(wrong.err().replace("bob@", "bop@"));
  }

  @Test
  void theRightKeyGetsIn() {
    getsIn(byKey("demo", Keys.demo()));
  }

  @Test
  void everyKeyOfAFileGetsIn() {
    getsIn(byKey("dave", ecdsa));
    getsIn(byKey("dave", rsa));
  }

  @Test
  void aKeyThatIsWrittenAsALineGetsIn() {
    getsIn(byKey("erin", rsa));
  }

  @Test
  void aStrangersKeyIsRefused() {
    isRefused(byKey("demo", stranger));
    isRefused(byKey("dave", stranger));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob", "frank", "nobody-knows", "demo"})
  void anotherUsersKeyIsRefused(String user) {
    isRefused(byKey(user, rsa));
  }

  @Test
  void aKeyOfferIsNoLogin() {
    Path offered = Keys.ed25519();
    Settings settings =
        Settings.of(Mode.CONNECTION)
            .with(user("demo", "authorizedKeys"), "[\"" + Keys.line(offered) + "\"]");
    try (GatewayProcess other = GatewayProcess.start(settings)) {
      // The public half of the right key with the private half of another.
      Outcome outcome =
          other
              .clients()
              .shell(
                  "cp %s mixed; cp %s.pub mixed.pub; chmod 600 mixed; ".formatted(stranger, offered)
                      + "ssh -o PreferredAuthentications=publickey -i mixed h true");
      assertThat(outcome.status()).isEqualTo(255);
      assertThat(other.log("AUTHENTICATION_SUCCEEDED")).isEmpty();
      assertThat(other.log("CONTAINER_STARTED")).isEmpty();
    }
  }

  @Test
  void aMethodThatIsOffIsNotOffered() {
    Settings settings = Settings.of(Mode.CONNECTION).without("auth.password");
    try (GatewayProcess keysOnly = GatewayProcess.start(settings)) {
      Outcome outcome = keysOnly.clients().with("PreferredAuthentications password").ssh("echo hi");
      assertThat(outcome.status()).isEqualTo(255);
      assertThat(outcome.err()).contains("Permission denied (publickey).");
      getsIn(keysOnly.clients().ssh("echo hi"));
    }
    settings = Settings.of(Mode.CONNECTION).without("auth.publicKey");
    try (GatewayProcess passwordsOnly = GatewayProcess.start(settings)) {
      Outcome outcome = passwordsOnly.clients().with("BatchMode yes").ssh("echo hi");
      assertThat(outcome.status()).isEqualTo(255);
      assertThat(outcome.err()).contains("Permission denied (password).");
    }
  }

  @Test
  void withNothingConfiguredNobodyGetsInAndStartUpSaysSo() {
    try (GatewayProcess closed =
        GatewayProcess.start(Settings.of(Mode.CONNECTION).without("auth"))) {
      assertThat(closed.await("NOBODY_CAN_LOG_IN", _ -> true).path("level").asText())
          .isEqualTo("warning");
      Outcome outcome = closed.clients().with("BatchMode yes").ssh("echo hi");
      assertThat(outcome.status()).isEqualTo(255);
      assertThat(outcome.err()).contains("Permission denied");
      assertThat(closed.log("AUTHENTICATION_SUCCEEDED")).isEmpty();
    }
  }

  @Test
  void usersWithoutAMethodThatIsOnGetInNowhere() {
    Settings settings =
        Settings.of(Mode.CONNECTION).without("auth.password").without("auth.publicKey");
    try (GatewayProcess closed = GatewayProcess.start(settings)) {
      closed.await("NOBODY_CAN_LOG_IN", _ -> true);
      assertThat(closed.clients().with("BatchMode yes").ssh("echo hi").status()).isEqualTo(255);
    }
  }

  @Test
  void theLogSaysWhoGotInAndWhoDidNot() {
    getsIn(byPassword("carol", "pässwörd"));
    isRefused(byPassword("carol", "guess"));

    gateway.await(
        "AUTHENTICATION_SUCCEEDED",
        line ->
            line.path("user").asText().equals("carol")
                && line.path("method").asText().equals("password"));
    gateway.await("AUTHENTICATION_FAILED", line -> line.path("login").asText().equals("carol"));
    assertThat(gateway.toString()).doesNotContain("guess", "pässwörd", "p\\u00E4ssw");
  }
}
