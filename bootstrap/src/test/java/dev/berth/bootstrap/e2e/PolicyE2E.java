package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What the configuration's `security` permits, and what users read about what it does not.
final class PolicyE2E extends InBothModes {
  private static final String PATIENT = "echo up; read -r x";

  @Override
  Settings settings(Mode mode) {
    return Settings.of(mode)
        .with("security.defaultMode", "filter")
        .with("security.env", "{allow: [LANG]}")
        .with("security.command", "{allow: [\"echo $LANG\", \"" + PATIENT + "\"]}")
        .with("security.subsystem", "{mode: disable}")
        .with("security.signal", "{mode: enable, deny: [KILL]}")
        .with("security.maxSessions", "1");
  }

  private static void refused(Outcome outcome, String words) {
    assertThat(outcome.status()).as(outcome::toString).isNotZero();
    assertThat(outcome.text()).isEmpty();
    assertThat(outcome.err()).contains(words);
  }

  @Test
  void whatIsAllowedRuns() {
    Outcome outcome = clients().with("SetEnv LANG=C.UTF-8").ssh("echo $LANG");
    assertThat(outcome.succeeded().line()).isEqualTo("C.UTF-8");
  }

  @Test
  void whatIsNotAllowedIsRefusedWithWords() {
    refused(ssh("echo $LANG; id"), "This command is not permitted here.");
    refused(ssh(), "A shell is not permitted here.");
    refused(clients().ssh("-s", "sftp"), "This subsystem is not permitted here.");
    assertThat(gateway().log("BACKEND_FAILED")).isEmpty();
    assertThat(gateway().log("PROGRAM_REFUSED"))
        .extracting(line -> line.path("reason").asText())
        .contains(
            "This command is not permitted here.",
            "A shell is not permitted here.",
            "This subsystem is not permitted here.");
  }

  @Test
  void aVariableThatIsNotAllowedIsToldOnStderr() {
    Outcome outcome = clients().with("SetEnv OTHER=1 LANG=C").ssh("echo $LANG");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.line()).isEqualTo("C");
    assertThat(outcome.err()).isEqualTo("Setting OTHER is not permitted here.\n");
  }

  @Test
  void sessionsAreBoundedByThoseThatAreOpen() {
    try (SharedConnection connection = clients().connect()) {
      for (int i = 0; i < 3; i++) {
        try (ClientProcess first = connection.clients().start(PATIENT)) {
          first.awaitOut("up\n");
          // Where sharing is refused, OpenSSH's client makes a connection of its own: not here.
          Outcome second = connection.clients().with("ProxyCommand false").ssh("echo $LANG");
          assertThat(second.status()).as(second.toString()).isEqualTo(255);
          assertThat(second.err()).contains("Session open refused by peer");
          first.end();
        }
        connection.ssh("echo $LANG").succeeded();
      }
    }
  }

  @Test
  void aTerminalThatIsNotAllowedIsRefused() {
    // The client itself gives up where a terminal was demanded.
    refused(ssh("-tt", "echo $LANG"), "PTY allocation request failed");
    assertThat(gateway().log("REQUEST_REFUSED"))
        .anyMatch(line -> line.path("reason").asText().contains("A terminal is not permitted"));
  }
}
