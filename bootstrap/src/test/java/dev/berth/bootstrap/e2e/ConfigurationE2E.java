package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The configuration file, as its operator meets it.
final class ConfigurationE2E {
  private static Outcome run(String file, String text) throws IOException {
    Path path = Files.writeString(Scratch.folder("config").resolve(file), text);
    ProcessBuilder builder = GatewayProcess.command("run", "--config", path.toString());
    try (ClientProcess berth = ClientProcess.start(builder.command(), builder)) {
      return berth.end();
    }
  }

  @Test
  void allProblemsAreReportedAtOnceWithPathAndNearestKeyAndTheGatewayDoesNotStart()
      throws IOException {
    Outcome outcome =
        run(
            "config.yaml",
            """
            ssh:
              listne: 127.0.0.1:2222
              hostkeys: [/no/such/key]
            auth:
              static:
                users:
                  alice: {passwordHash: "plain"}
            docker:
              execution: {mode: sesion, imagePullPolicy: Sometimes}
              timeouts: {http: soon}
            log: {format: xml}
            """);

    assertThat(outcome.status()).isEqualTo(78);
    assertThat(outcome.text()).isEmpty();
    List<String> problems = List.of(outcome.err().split("\n"));
    for (String path :
        List.of(
            "ssh.listne",
            "ssh.hostkeys",
            "auth.static.users.alice.passwordHash",
            "docker.execution.mode",
            "docker.execution.imagePullPolicy",
            "docker.timeouts.http",
            "log.format")) {
      assertThat(problems).anyMatch(problem -> problem.contains(path));
    }
    assertThat(problems).anyMatch(p -> p.contains("listne") && p.contains("listen"));
    assertThat(problems).anyMatch(p -> p.contains("sesion") && p.contains("session"));
    assertThat(outcome.err()).doesNotContain("plain");
  }

  @Test
  void withoutHostKeyTheGatewayDoesNotStart() throws IOException {
    Outcome outcome = run("config.yaml", "ssh: {listen: \"127.0.0.1:0\"}\n");

    assertThat(outcome.status()).isEqualTo(78);
    assertThat(outcome.err()).contains("ssh.hostkeys");
  }

  @Test
  void anEnabledPartThatIsNotThereYetIsAnError() throws IOException {
    Outcome outcome =
        run(
            "config.json",
            """
            {"ssh": {"hostkeys": ["%s"]}, "backend": "kubernetes", "audit": {"enable": true}}
            """
                .formatted(Keys.host()));

    assertThat(outcome.status()).isEqualTo(78);
    assertThat(outcome.err()).contains("backend", "audit.enable");
  }

  @Test
  void aFileThatIsNotThereIsToldInOneLine() {
    ProcessBuilder builder = GatewayProcess.command("run", "--config", "/no/such/file.yaml");
    try (ClientProcess berth = ClientProcess.start(builder.command(), builder)) {
      Outcome outcome = berth.end();
      assertThat(outcome.status()).isEqualTo(78);
      assertThat(outcome.err().strip().lines()).hasSize(1);
      assertThat(outcome.err()).contains("/no/such/file.yaml");
    }
  }

  @Test
  void jsonIsTakenByItsSuffix() {
    String json =
        """
        {
          "ssh": {"listen": "127.0.0.1:0", "hostkeys": ["%s"]},
          "auth": {
            "publicKey": {"method": "static"},
            "static": {"users": {"demo": {"authorizedKeys": ["%s.pub"]}}}
          },
          "docker": {
            "connection": {"host": "unix://%s"},
            "execution": {
              "container": {"Image": "berth-demo:latest", "Env": ["A=b"], "Labels": {"%s": "json"}},
              "imagePullPolicy": "Never"
            },
            "timeouts": {"http": 15000000000}
          }
        }
        """
            .formatted(Keys.host(), Keys.demo(), Engine.SOCKET, Settings.LABEL);
    try (GatewayProcess gateway =
        GatewayProcess.start(Settings.verbatim("config.json", json, "json"))) {
      assertThat(gateway.clients().ssh("echo $A").succeeded().line()).isEqualTo("b");
      gateway.awaitContainers(0);
    }
  }

  @Test
  void bannerAndVersionAreTheOperators() throws IOException {
    Settings settings =
        Settings.of(Mode.CONNECTION)
            .with("ssh.banner", "\"Authorised use only.\\n\"")
            .with("ssh.serverVersion", "SSH-2.0-Harbour example.org");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      Outcome outcome = gateway.clients().with("LogLevel INFO").ssh("true");
      assertThat(outcome.status()).isZero();
      assertThat(outcome.err()).contains("Authorised use only.");
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
          BufferedReader reader =
              new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
        assertThat(reader.readLine()).isEqualTo("SSH-2.0-Harbour example.org");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ecdsa", "ed25519"})
  void hostKeysAreOfThreeKinds(String type) throws IOException {
    Path key = Keys.made("-t", type);
    String pem = Files.readString(key).strip().replace("\n", "\\n");
    Settings settings = Settings.of(Mode.CONNECTION).with("ssh.hostkeys", "[\"" + pem + "\\n\"]");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      Path known = Scratch.folder("known").resolve("hosts");
      Files.writeString(known, "[127.0.0.1]:" + gateway.port() + " " + Keys.line(key) + "\n");
      SshClients careful =
          gateway.clients().with("StrictHostKeyChecking yes", "UserKnownHostsFile " + known);

      assertThat(careful.ssh("echo hi").succeeded().line()).isEqualTo("hi");
    }
  }

  @Test
  void aMissingHostKeyIsMadeAndKept() {
    Path key = Scratch.folder("made").resolve("host");
    Settings settings =
        Settings.of(Mode.CONNECTION)
            .with("ssh.hostkeys", "[\"" + key + "\"]")
            .with("ssh.generateHostkeys", "true");
    String first = scannedKey(settings);
    assertThat(scannedKey(settings)).isEqualTo(first);
    String own =
        ClientProcess.shell("ssh-keygen -y -f " + key + " | cut -d ' ' -f 1,2")
            .end()
            .succeeded()
            .line();
    assertThat(own).startsWith("ssh-ed25519 ").isEqualTo(first);
  }

  /// What a gateway shows to ssh-keyscan.
  private static String scannedKey(Settings settings) {
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      String scan =
          "ssh-keyscan -T 30 -p %d 127.0.0.1 2>/dev/null | cut -d ' ' -f 2-"
              .formatted(gateway.port());
      return ClientProcess.shell(scan).end().succeeded().line();
    }
  }

  @Test
  void theLogsFormatCanBeText() {
    Settings settings =
        Settings.of(Mode.CONNECTION).with("log.format", "text").with("log.level", "debug");
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      gateway.clients().ssh("true").succeeded();
      assertThat(gateway.logText().lines())
          .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z [A-Z]+ [A-Z_]+ .+"))
          .anyMatch(
              line -> line.contains("AUTHENTICATION_SUCCEEDED") && line.contains("user=demo"));
    }
  }

  @Test
  void theLogsFormatIsOtherwiseOneJsonObjectALine() {
    try (GatewayProcess gateway =
        GatewayProcess.start(Settings.of(Mode.CONNECTION).without("log"))) {
      gateway.clients().ssh("true").succeeded();
      gateway.await("AUTHENTICATION_SUCCEEDED", _ -> true);
      assertThat(gateway.logText().lines()).allMatch(line -> line.matches("\\{.*}"));
      // The default level is notice.
      assertThat(gateway.log("CONNECTION_OPENED")).isEmpty();
    }
  }
}
