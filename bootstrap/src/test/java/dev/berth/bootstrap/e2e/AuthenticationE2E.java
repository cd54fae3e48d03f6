package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Options of authorized_keys, certificates, lists of methods and keyboard-interactive, as an
/// operator configures them and OpenSSH's client uses them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuthenticationE2E {
  private static final String USERS = "auth.static.users.";

  private final Path authority = Keys.ed25519();
  private final Path grace = Keys.ed25519();
  private final Path judy = Keys.ed25519();
  private final Path hostKey = Keys.ed25519();
  private final GatewayProcess gateway;

  AuthenticationE2E() throws IOException {
    Path lines = Scratch.folder("keys").resolve("grace.keys");
    Files.writeString(
        lines,
        "# Grace's\n"
            + "no-pty,command=\"echo forced $SSH_ORIGINAL_COMMAND,"
            + " $ROLE\",environment=\"ROLE=guest\" "
            + Keys.line(grace)
            + "\n");
    Keys.certify(authority, judy, "-n", "judy");
    Path hostCertificate = Keys.certify(authority, hostKey, "-h", "-n", "127.0.0.1");
    gateway =
        GatewayProcess.start(
            Settings.of(Mode.CONNECTION)
                .with("ssh.hostkeys", "[\"" + hostKey + "\"]")
                .with("ssh.hostCertificates", "[\"" + hostCertificate + "\"]")
                .with("auth.keyboardInteractive.method", "static")
                .with("auth.static.trustedUserCAKeys", "[\"" + authority + ".pub\"]")
                .with(USERS + "grace.authorizedKeys", "[\"" + lines + "\"]")
                .with(
                    USERS + "ivan.authorizedKeys",
                    "['from=\"10.0.0.0/8\" " + Keys.line(grace) + "']")
                .with(USERS + "heidi.authorizedKeys", "[\"" + Keys.line(grace) + "\"]")
                .with(USERS + "heidi.passwordHash", "\"" + Settings.PASSWORD_HASH + "\"")
                .with(USERS + "heidi.authenticationMethods", "[\"publickey,password\"]"));
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private SshClients byKey(String user, Path key) {
    return gateway.clients().as(user, key).with("PreferredAuthentications publickey");
  }

  private Outcome withPassword(SshClients clients) {
    ProcessBuilder builder = new ProcessBuilder(clients.line("echo hi"));
    builder.command().addAll(0, List.of("sshpass", "-p", Settings.PASSWORD));
    try (ClientProcess client = ClientProcess.start(builder.command(), builder)) {
      return client.end();
    }
  }

  @Test
  void aForcedCommandAndItsEnvironmentHoldWhateverIsAskedFor() {
    SshClients clients = byKey("grace", grace).with("SetEnv ROLE=admin");
    assertThat(clients.ssh("echo asked").text()).isEqualTo("forced echo asked, guest\n");
    assertThat(clients.ssh().text()).isEqualTo("forced , guest\n");
    assertThat(clients.ssh("-s", "sftp").text()).isEqualTo("forced sftp, guest\n");
  }

  /// OpenSSH's client leaves then, as it does with OpenSSH's server.
  @Test
  void aTerminalThatAKeyForbidsIsRefused() {
    Outcome outcome = byKey("grace", grace).with("RequestTTY force").ssh("echo asked");
    assertThat(outcome.status()).isEqualTo(255);
    assertThat(outcome.err()).contains("PTY allocation request failed");
    gateway.await(
        "REQUEST_REFUSED",
        line ->
            line.path("request").asText().equals("pty-req")
                && line.path("reason").asText().contains("A terminal is not permitted"));
  }

  @Test
  void aKeyFromElsewhereIsRefused() {
    Outcome outcome = byKey("ivan", grace).ssh("echo hi");
    assertThat(outcome.status()).isEqualTo(255);
    assertThat(outcome.err()).contains("Permission denied");
  }

  @Test
  void aCertificateLetsItsPrincipalInAndNobodyElse() {
    assertThat(byKey("judy", judy).ssh("echo hi").succeeded().text()).isEqualTo("hi\n");
    assertThat(byKey("demo", judy).ssh("echo hi").status()).isEqualTo(255);
    gateway.await("AUTHENTICATION_SUCCEEDED", line -> line.path("user").asText().equals("judy"));
  }

  @Test
  void aListOfMethodsNeedsAllOfThem() {
    SshClients both =
        gateway.clients().as("heidi", grace).with("PreferredAuthentications publickey,password");
    assertThat(withPassword(both).text()).isEqualTo("hi\n");
    assertThat(byKey("heidi", grace).ssh("echo hi").status()).isEqualTo(255);
    assertThat(withPassword(both.with("PreferredAuthentications password")).status()).isNotZero();
    gateway.await(
        "AUTHENTICATION_SUCCEEDED",
        line -> line.path("method").asText().equals("publickey,password"));
    assertThat(gateway.log("AUTHENTICATION_SUCCEEDED"))
        .filteredOn(line -> line.path("user").asText().equals("heidi"))
        .hasSize(1);
  }

  @Test
  void thePasswordMayBeAskedForByKeyboardInteractive() {
    SshClients clients =
        gateway.clients().as("demo", grace).with("PreferredAuthentications keyboard-interactive");
    assertThat(withPassword(clients).text()).isEqualTo("hi\n");
  }

  @Test
  void whoTrustsTheAuthorityTrustsTheHost() throws IOException {
    Path known = Scratch.folder("known").resolve("hosts");
    Files.writeString(known, "@cert-authority * " + Keys.line(authority) + "\n");
    SshClients clients =
        gateway.clients().with("StrictHostKeyChecking yes", "UserKnownHostsFile " + known);
    assertThat(clients.ssh("echo hi").succeeded().text()).isEqualTo("hi\n");
  }
}
