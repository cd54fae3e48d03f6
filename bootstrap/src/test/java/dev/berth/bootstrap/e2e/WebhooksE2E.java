package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Logins that a server decides about: a small one in Python, written from the protocol alone.
final class WebhooksE2E extends InBothModes {
  private static final Path KEY = Keys.ed25519();
  private static final String REFUSED = "Permission denied (publickey,password).";

  private final ClientProcess server = start();
  private final String url = "\"http://127.0.0.1:" + port() + "\"";

  /// @param arguments the script's
  static ClientProcess start(String... arguments) {
    Path script = Scratch.folder("webhooks").resolve("server.py");
    try (InputStream text = WebhooksE2E.class.getResourceAsStream("/webhooks/server.py")) {
      Files.copy(Objects.requireNonNull(text), script);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    List<String> line = new ArrayList<>(List.of("python3", script.toString()));
    line.addAll(List.of(arguments));
    return ClientProcess.start(line);
  }

  private int port() {
    return Integer.parseInt(server.awaitOut("\n").lines().findFirst().orElseThrow());
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  @Override
  Settings settings(Mode mode) {
    return Settings.of(mode)
        .with("auth.password.method", "webhook")
        .with("auth.password.webhook.url", url)
        .with("auth.publicKey.method", "webhook")
        .with("auth.publicKey.webhook.url", url)
        .with("auth.authz.method", "webhook")
        .with("auth.authz.webhook.url", url)
        .with("configserver.url", "\"http://127.0.0.1:" + port() + "/config\"")
        .with("docker.execution.exposeAuthMetadataAsEnv", "true");
  }

  private SshClients as(String user) {
    return clients().as(user, KEY);
  }

  private Outcome byPassword(String user, String password, String command) {
    Path file = Scratch.folder("password").resolve("text");
    try {
      Files.writeString(file, password + "\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    ProcessBuilder builder =
        new ProcessBuilder(as(user).with("PreferredAuthentications password").line(command));
    builder.command().addAll(0, List.of("sshpass", "-f", file.toString()));
    return ClientProcess.start(builder.command(), builder).end();
  }

  private long asked(String path, String user) {
    return server
        .outSoFar()
        .lines()
        .filter(line ->
            line.contains("\"path\": \"" + path + "\"")
                && line.contains("\"username\": \"" + user + "\""))
        .count();
  }

  @Test
  void aPasswordLetsInWithAllThatWasHandedOn() {
    String command = "echo $TEAM $ROLE $TOKEN; cat /run/berth/token; stat -c %a /run/berth/token";
    assertThat(byPassword("alice", "s3cret", command).succeeded().lines())
        .containsExactly("red admin t0p-s3cret", "from a file", "600");
    assertThat(gateway().log("AUTHENTICATION_SUCCEEDED"))
        .anyMatch(line -> line.path("user").asText().equals("alice@example.org"));
    assertThat(gateway().logText()).doesNotContain("t0p-s3cret", "s3cret");
  }

  @Test
  void aWrongPasswordDoesNot() {
    Outcome outcome = byPassword("alice", "wrong", "true");
    assertThat(outcome.status()).isEqualTo(255);
    assertThat(outcome.err()).contains(REFUSED);
    assertThat(byPassword("nobody", "s3cret", "true").err()).contains(REFUSED);
  }

  @Test
  void aKeyIsAskedAboutWhenOfferedAndOnceMoreWhenProven() {
    long questions = asked("/pubkey", "alice");
    long logins = gateway().log("AUTHENTICATION_SUCCEEDED").size();
    assertThat(as("alice").ssh("echo $TEAM $ROLE").succeeded().line()).isEqualTo("red admin");
    assertThat(asked("/pubkey", "alice") - questions).isBetween(1L, 2L);
    assertThat(gateway().log("AUTHENTICATION_SUCCEEDED")).hasSize((int) logins + 1);
    assertThat(server.outSoFar()).contains("\"publicKey\": \"" + publicKey() + "\"");
  }

  private static String publicKey() {
    String[] words = Keys.line(KEY).split(" ", 3);
    return words[0] + " " + words[1];
  }

  @Test
  void theContainerIsWhatTheConfigurationServerSays() {
    assertThat(as("alice").ssh("hostname; echo $GIVEN").succeeded().lines())
        .containsExactly("alice", "admin");
  }

  @Test
  void moreOfAConnectionIsToldIfTheConfigurationServerSaysSo() {
    as("alice").ssh("true").succeeded();
    assertThat(gateway().log("DETAIL_ASKED")).isNotEmpty();
  }

  @Test
  void whatAUserWouldGetCanBeExplainedWithoutSecrets() {
    ProcessBuilder berth =
        GatewayProcess.command("explain", "alice", "--config", gateway().config().toString());

    Outcome outcome = ClientProcess.start(berth.command(), berth).end().succeeded();

    assertThat(outcome.text())
        .contains("Hostname: alice", "\"SECRET=***\"")
        .doesNotContain("c0nfig-s3cret");
  }

  @Test
  void aConfigurationThatCannotBeUsedRefusesThatConnectionOnly() {
    Outcome outcome = byPassword("broken", "s3cret", "true");
    assertThat(outcome.status()).isEqualTo(255);
    Failure.of(outcome).is("CONFIGURATION_INVALID", gateway());
    assertThat(as("alice").ssh("echo on").succeeded().line()).isEqualTo("on");
  }

  @Test
  void whoIsNotAuthorisedDoesNotGetIn() {
    Outcome outcome = byPassword("mallory", "s3cret", "true");
    assertThat(outcome.status()).isEqualTo(255);
    assertThat(outcome.err()).contains(REFUSED);
    assertThat(asked("/authz", "mallory")).isPositive();
    assertThat(gateway().log("AUTHENTICATION_SUCCEEDED"))
        .noneMatch(line -> line.path("login").asText().equals("mallory"));
  }
}
