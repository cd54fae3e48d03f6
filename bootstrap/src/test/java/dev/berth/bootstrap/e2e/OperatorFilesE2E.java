package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Configuration files as operators of ContainerSSH have them start a gateway and serve a login.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OperatorFilesE2E {
  private static final Path KEY = Keys.ed25519();

  private final ClientProcess server = WebhooksE2E.start();
  private final Registry registry = new Registry(true);
  private final SecondEngine tls = SecondEngine.withTls();
  private final Path certificates = certificates();
  private final ClientProcess tlsServer = WebhooksE2E.start(certificates.toString());

  private static Path certificates() {
    Path folder = Scratch.folder("webhooks").resolve("tls");
    Certificates.make(folder, "127.0.0.1");
    return folder;
  }

  /// A server's first line is its port.
  private static String address(ClientProcess server) {
    return "127.0.0.1:" + server.awaitOut("\n").lines().toList().getFirst();
  }

  @AfterAll
  void stop() {
    server.close();
    tlsServer.close();
    Engine.removeImage(registry.image("guest"));
    registry.close();
    tls.close();
  }

  private Settings settings(String file) throws IOException {
    Path secret =
        Files.writeString(Scratch.folder("secret").resolve("registry"), Registry.PASSWORD);
    try (InputStream in = getClass().getResourceAsStream("/operators/" + file)) {
      String text =
          new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8)
              .replace("@HOSTKEY@", Keys.host().toString())
              .replace("@SERVER@", "http://" + address(server))
              .replace("@TLSSERVER@", "https://" + address(tlsServer))
              .replace("@SERVERCERTIFICATES@", certificates.toString())
              .replace("@ENGINE@", "unix://" + Engine.SOCKET)
              .replace("@TLSENGINE@", tls.address())
              .replace("@CERTIFICATES@", tls.certificates().toString())
              .replace("@SECRET@", secret.toString())
              .replace("@PRIVATE@", registry.image("guest"));
      String name = file.endsWith(".json") ? "config.json" : "config.yaml";
      return Settings.verbatim(name, text, file.substring(0, file.indexOf('.')));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "minimal.yaml|echo hi|hi",
        "per-user.yaml|hostname; echo $TEAM|alice red",
        "hardened.yaml|'id -u; touch /x 2>/dev/null || echo refused'|65534 refused",
        "written-in.json|echo $SITE; pwd|json /tmp",
        "watched.yaml|echo hi|hi",
        "private-registry.yaml|echo hi|hi",
        "password.yaml|echo $TOKEN|t0p-s3cret",
        "tls-webhooks.yaml|hostname; cat /run/berth/token|alice from a file",
        "tls-engine.yaml|echo hi|hi"
      })
  void aLoginIsServed(String file, String command, String answer) throws IOException {
    try (GatewayProcess gateway = GatewayProcess.start(settings(file))) {
      Outcome outcome = alice(gateway, command);

      assertThat(outcome.succeeded().text().strip().replace('\n', ' '))
          .as(gateway.toString())
          .isEqualTo(answer);
      gateway.awaitContainers(0);
    }
  }

  /// She has a key and knows her password.
  private static Outcome alice(GatewayProcess gateway, String command) {
    ProcessBuilder builder = new ProcessBuilder(gateway.clients().as("alice", KEY).line(command));
    builder.command().addAll(0, List.of("sshpass", "-p", "s3cret"));
    return ClientProcess.start(builder.command(), builder).end();
  }
}
