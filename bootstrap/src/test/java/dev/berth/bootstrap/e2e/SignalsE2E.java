package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Signals that clients send, and signals that end programs.
final class SignalsE2E extends InBothModes {
  @Override
  Settings settings(Mode mode) {
    return super.settings(mode).with(Settings.HOST, "{Memory: 33554432}");
  }

  @Test
  void aProgramThatAClientEndsByASignalIsToldAsSuch() throws IOException {
    try (BareClient client = new BareClient(gateway().port())) {
      assertThat(client.signal("echo up; exec sleep 60", "TERM")).isEqualTo("TERM");
      assertThat(client.signal("echo up; exec sleep 60", "KILL")).isEqualTo("KILL");
      assertThat(
              client.signal("trap 'exit 143' USR1; echo up; while :; do sleep 0.1; done", "USR1"))
          .isNull();
    }
  }

  @Test
  void aProgramThatRunsOutOfMemoryIsToldAsSuch() {
    Outcome outcome = ssh("exec tail /dev/zero");

    assertThat(outcome.status()).isEqualTo(255);
    assertThat(outcome.err()).contains("out of memory");
  }

  @Test
  void aBreakInterruptsTheProgram() throws IOException {
    try (BareClient client = new BareClient(gateway().port())) {
      assertThat(client.breakInto("trap 'exit 9' INT; echo up; while :; do sleep 0.1; done"))
          .isEqualTo(9);
    }
  }

  @Test
  void aSignalThatCannotBeDeliveredIsAFailure() throws IOException {
    try (BareClient client = new BareClient(gateway().port())) {
      // It lives on: with its end the channel goes, and there is nothing left to answer on.
      String program = "trap : USR2; echo up; while :; do sleep 0.1; done";
      assertThat(client.signalled(program, "USR2")).isTrue();
      assertThat(client.signalled(program, "NONE")).isFalse();
    }
  }
}
