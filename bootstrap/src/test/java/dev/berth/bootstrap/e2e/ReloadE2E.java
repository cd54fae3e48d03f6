package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// HUP: the configuration is read again.
final class ReloadE2E {
  private static final Path NEW_KEY = Keys.ed25519();

  @Test
  void newConnectionsGetTheNewConfigurationAndOldOnesKeepTheirs() {
    Settings settings = Settings.of(Mode.CONNECTION).with("ssh.banner", "one");
    Path otherHostKey = Keys.ed25519();
    try (GatewayProcess gateway = GatewayProcess.start(settings);
        SharedConnection old = gateway.clients().with("RekeyLimit 1M").connect()) {
      assertThat(old.ssh("echo $STAGE.").succeeded().line()).isEqualTo(".");

      JsonNode told =
          gateway.reload(
              settings
                  .with("ssh.banner", "two")
                  .with("ssh.hostkeys", "[\"" + otherHostKey + "\"]")
                  .with("ssh.ciphers", "[aes256-ctr]")
                  .with("auth.static.users.late.authorizedKeys", "[\"" + NEW_KEY + ".pub\"]")
                  .with("docker.execution.container.env", "[STAGE=two]"));

      assertThat(told.path("code").asText())
          .as(told.toString())
          .isEqualTo("CONFIGURATION_RELOADED");
      assertThat(told.has("needsRestart")).as(told.toString()).isFalse();
      assertThat(old.ssh("echo $STAGE.").succeeded().line()).isEqualTo(".");
      Outcome fresh = gateway.clients().as("late", NEW_KEY).with("LogLevel VERBOSE").ssh("env");
      assertThat(fresh.status()).as(fresh.toString()).isZero();
      assertThat(fresh.lines()).contains("STAGE=two");
      assertThat(fresh.err()).contains("two").doesNotContain("one");
      assertThat(hostKeys(gateway)).contains(Keys.line(otherHostKey).split(" ", 3)[1]);
      // An exchange of new keys is made with the old host key, or its client would leave.
      assertThat(old.ssh("head -c 3000000 /dev/zero | wc -c").succeeded().line())
          .isEqualTo("3000000");
    }
  }

  @Test
  void whoDecidesAndWhatIsPermittedIsReadAgain() {
    Path leaving = Keys.ed25519();
    try (DecidingServer one = new DecidingServer("one");
        DecidingServer two = new DecidingServer("two")) {
      Settings settings =
          decidedBy(Settings.of(Mode.CONNECTION), one)
              .with("log.level", "notice")
              .with("auth.static.users.leaving.authorizedKeys", "[\"" + leaving + ".pub\"]");
      try (GatewayProcess gateway = GatewayProcess.start(settings)) {
        SshClients byKey = gateway.clients().with("PasswordAuthentication no");
        SshClients left = byKey.as("leaving", leaving);
        SshClients late = byKey.as("late", NEW_KEY);
        assertThat(left.ssh("echo $SERVER").succeeded().line()).isEqualTo("one");
        assertThat(late.ssh("true").status()).isEqualTo(255);
        assertThat(gateway.log("CONNECTION_OPENED")).isEmpty();

        gateway.reload(
            decidedBy(settings, two)
                .without("auth.static.users.leaving")
                .with("auth.static.users.late.authorizedKeys", "[\"" + NEW_KEY + ".pub\"]")
                .with("log.level", "info")
                .with("security.command", "{mode: filter, allow: [\"echo $SERVER\"]}"));

        assertThat(left.ssh("true").err()).contains("Permission denied");
        assertThat(late.ssh("echo $SERVER").succeeded().line()).isEqualTo("two");
        assertThat(late.ssh("echo other").err()).contains("This command is not permitted here.");
        assertThat(gateway.log("CONNECTION_OPENED")).isNotEmpty();
        assertThat(two.asked()).contains("/config").doesNotContain("/password");
        assertThat(byPassword(gateway).succeeded().line()).isEqualTo("two");
        assertThat(two.asked()).contains("/password");
        assertThat(one.asked()).containsExactly("/config");
      }
    }
  }

  private static Settings decidedBy(Settings settings, DecidingServer server) {
    return settings
        .with("auth.password.method", "webhook")
        .with("auth.password.webhook.url", server.url(""))
        .with("configserver.url", server.url("/config"))
        .without("auth.static.users.demo.passwordHash");
  }

  private static Outcome byPassword(GatewayProcess gateway) {
    ProcessBuilder builder =
        new ProcessBuilder(
            gateway
                .clients()
                .with("PreferredAuthentications password", "PubkeyAuthentication no")
                .line("echo $SERVER"));
    builder.command().addAll(0, List.of("sshpass", "-p", "x"));
    return ClientProcess.start(builder.command(), builder).end();
  }

  /// Neither the one configuration nor the other is what a mixture of both would let in.
  @Test
  void whoConnectedBeforeLogsInByWhatHeldThen() throws IOException {
    try (DecidingServer one = new DecidingServer("one");
        DecidingServer two = new DecidingServer("two")) {
      Settings settings = Settings.of(Mode.CONNECTION).with("configserver.url", one.url("/config"));
      try (GatewayProcess gateway = GatewayProcess.start(settings);
          BareClient before = BareClient.stranger(gateway.port())) {
        gateway.reload(
            settings
                .with("configserver.url", two.url("/config"))
                .without("auth.static.users.demo")
                .with("auth.static.users.late.authorizedKeys", "[\"" + NEW_KEY + ".pub\"]"));

        before.logIn();

        assertThat(before.exec("echo $SERVER".getBytes(US_ASCII)).succeeded().line())
            .isEqualTo("one");
        assertThat(gateway.clients().ssh("true").err()).contains("Permission denied");
        assertThat(two.asked()).isEmpty();
      }
    }
  }

  private static String hostKeys(GatewayProcess gateway) {
    try (ClientProcess scan =
        ClientProcess.start(
            List.of("ssh-keyscan", "-p", Integer.toString(gateway.port()), "127.0.0.1"))) {
      return scan.end().text();
    }
  }

  @Test
  void aBrokenFileChangesNothingAndIsLogged() {
    Settings settings = Settings.of(Mode.CONNECTION);
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      JsonNode told = gateway.reload(settings.with("docker.execution.mode", "sesion"));

      assertThat(told.path("code").asText()).isEqualTo("CONFIGURATION_REFUSED");
      assertThat(told.path("problems").asText())
          .contains("config.yaml:", "docker.execution.mode", "did you mean \"session\"?");
      assertThat(gateway.clients().ssh("echo on").succeeded().line()).isEqualTo("on");
    }
  }

  /// What the file's reader takes and only a part of the gateway can tell.
  @Test
  void keysThatCannotBeUsedChangeNothingAndAreLogged() throws IOException {
    Path folder = Scratch.folder("broken");
    Path key = folder.resolve("key.pem");
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    Path certificate = folder.resolve("cert.pem");
    Files.writeString(
        certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    Settings settings = Settings.of(Mode.CONNECTION);
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      settings
          .with(Settings.ENGINE, "tcp://127.0.0.1:2376")
          .with("docker.connection.cacert", certificate.toString())
          .with("docker.connection.cert", certificate.toString())
          .with("docker.connection.key", key.toString());

      JsonNode told = gateway.reload(settings);

      assertThat(told.path("code").asText()).isEqualTo("CONFIGURATION_REFUSED");
      assertThat(told.toString()).contains("TLS material cannot be used");
      assertThat(gateway.clients().ssh("echo on").succeeded().line()).isEqualTo("on");
    }
  }

  @Test
  void newConnectionsGoToTheNewEngine() {
    Settings settings = Settings.of(Mode.CONNECTION).with(Settings.ENGINE, "unix:///nowhere.sock");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      assertThat(gateway.clients().ssh("true").status()).isEqualTo(255);

      gateway.reload(settings.with(Settings.ENGINE, "unix://" + Engine.SOCKET));

      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
    }
  }

  @Test
  void limitsHoldFromThenOn() {
    Settings settings = Settings.of(Mode.CONNECTION);
    try (GatewayProcess gateway = GatewayProcess.start(settings);
        SharedConnection old = gateway.clients().connect()) {
      gateway.reload(settings.with("ssh.maxConnections", "1"));
      assertThat(gateway.clients().ssh("echo hi").status()).isEqualTo(255);
      assertThat(gateway.await("CONNECTION_REFUSED", _ -> true).path("level").asText())
          .isEqualTo("warning");
      assertThat(old.ssh("echo on").succeeded().line()).isEqualTo("on");

      gateway.reload(settings.with("ssh.maxConnections", "2"));

      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
    }
  }

  @Test
  void penaltiesHoldFromThenOn() {
    Settings settings = Settings.of(Mode.CONNECTION);
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      SshClients stranger = gateway.clients().as("demo", NEW_KEY);
      assertThat(stranger.ssh("true").status()).isEqualTo(255);
      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");

      gateway.reload(
          settings
              .with("ssh.exemptNetworks", "[]")
              .with("ssh.penalties", "{failedLogin: 5m, min: 1s}"));

      assertThat(stranger.ssh("true").status()).isEqualTo(255);
      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .until(() -> gateway.clients().ssh("true").status() == 255);
      assertThat(gateway.await("SOURCE_REFUSED", _ -> true).toString()).contains("127.0.0.1");

      gateway.reload(settings.without("ssh.exemptNetworks"));

      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
    }
  }

  @Test
  void whatNeedsARestartIsNamed() {
    Settings settings = Settings.of(Mode.CONNECTION);
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      JsonNode told =
          gateway.reload(settings.with("lease.renewal", "5s").with("metrics.enable", "true"));

      assertThat(told.path("needsRestart").asText()).isEqualTo("lease.renewal,metrics");
      assertThat(gateway.reload(settings).path("needsRestart").asText())
          .as("as long as it was not started anew")
          .isEqualTo("lease.renewal,metrics");
    }
  }

  @Test
  void aLogFileThatWasMovedAwayIsMadeAnew() throws IOException {
    Settings settings =
        Settings.of(Mode.CONNECTION).with("log.destination", "file").with("log.file", "log");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      Path file = gateway.folder().resolve("log");
      Path moved = Files.move(file, gateway.folder().resolve("log.1"));
      assertThat(gateway.clients().ssh("true").status()).isZero();

      ClientProcess.signal("HUP", gateway.pid());

      Awaitility.await().atMost(ClientProcess.PATIENCE).until(() -> Files.exists(file));
      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .until(() -> gateway.logText().contains("CONFIGURATION_RELOADED"));
      assertThat(moved).content().contains("GATEWAY_READY", "AUTHENTICATION_SUCCEEDED");
      assertThat(gateway.logText()).doesNotContain("GATEWAY_READY");
    }
  }
}
