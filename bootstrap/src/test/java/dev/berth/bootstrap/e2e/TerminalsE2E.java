package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What a user at a terminal gets: pty-req and window-change.
final class TerminalsE2E extends InBothModes {
  private TerminalWindow window(String... arguments) {
    return new TerminalWindow(clients(), 93, 37, "xterm-256color", arguments);
  }

  @Test
  void theTerminalsSizeIsRightAtOnce() {
    try (TerminalWindow window = window("stty size")) {
      assertThat(window.await().text()).isEqualTo("37 93\r\n");
    }
  }

  @Test
  void theTerminalsTypeIsTheUsers() {
    try (TerminalWindow window = window("echo \"<$TERM>\"; [ -t 0 ] && [ -t 1 ] && [ -t 2 ]")) {
      Outcome outcome = window.await();
      assertThat(outcome.text()).isEqualTo("<xterm-256color>\r\n");
      assertThat(outcome.status()).isZero();
    }
  }

  @Test
  void theTerminalHasAName() {
    try (TerminalWindow window = window("[ \"$SSH_TTY\" = \"$(tty)\" ]; echo $? >$SSH_TTY")) {
      assertThat(window.await().text()).isEqualTo("0\r\n");
    }
  }

  @Test
  void theTerminalIsSetAsTheUsersIs() {
    String[] shown = {
      "stty -a | tr ';' '\\n' | grep -o -e 'intr = ^X' -e '-ixon' -e 'erase = ^H' | sort"
    };
    try (TerminalWindow window =
        new TerminalWindow(clients(), 93, 37, "vt100", "intr ^X erase ^H -ixon", shown)) {
      assertThat(window.await().text()).isEqualTo("-ixon\r\nerase = ^H\r\nintr = ^X\r\n");
    }
  }

  @Test
  void theProgramSeesWhenTheWindowChanges() {
    String program =
        "trap 'echo \"now $(stty size)\"' WINCH; echo ready; while :; do sleep 0.1; done";
    try (TerminalWindow window = window(program)) {
      window.awaitText("ready");
      window.resize(120, 50);
      window.awaitText("now 50 120\r\n");
      window.resize(40, 10);
      window.awaitText("now 10 40\r\n");
    }
  }

  @Test
  void aDraggedWindowEndsAtItsLastSize() {
    String program = "echo ready; until [ \"$(stty size)\" = '60 160' ]; do sleep 0.1; done";
    try (TerminalWindow window = window(program)) {
      window.awaitText("ready");
      for (int i = 1; i <= 20; i++) {
        window.resize(100 + 3 * i, 40 + i);
      }
      assertThat(window.await().status()).isZero();
    }
  }

  @Test
  void aShellAtATerminalCanBeTypedTo() {
    try (TerminalWindow window = window()) {
      window.type("echo $((6 * 7))\n").awaitText("42\r\n");
      window.type("exit 3\n");
      assertThat(window.await().status()).isEqualTo(3);
    }
  }

  @Test
  void interruptEndsTheForegroundProgram() {
    try (TerminalWindow window = window("echo ready; sleep 1000; echo not reached")) {
      window.awaitText("ready");
      window.type("\u0003");
      Outcome outcome = window.await();
      assertThat(outcome.status()).isEqualTo(130);
      assertThat(outcome.text()).doesNotContain("not reached");
    }
  }

  @Test
  void endOfFileIsTyped() {
    try (TerminalWindow window = window("cat; echo end")) {
      window.type("line\n").awaitText("line\r\nline\r\n");
      window.type("\u0004");
      assertThat(window.await().text()).endsWith("end\r\n");
    }
  }
}
