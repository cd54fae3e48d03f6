package dev.berth.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionValuesTest {
  @Test
  void aCommandIsAnyBytesButNul() {
    byte[] bytes = {(byte) 0xff, ' ', 'x'};
    Command command = new Command(bytes);
    bytes[0] = 0;

    assertThat(command.bytes()).containsExactly(0xff, ' ', 'x');
    assertThat(command.text()).isEmpty();
    assertThat(Command.of("")).isEqualTo(new Command(new byte[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Command(new byte[] {'a', 0}));
  }

  @Test
  void aCommandDoesNotShowItsText() {
    assertThat(Command.of("mysql -p s3cret").toString()).doesNotContain("s3cret");
  }

  @Test
  void environmentValuesDoNotShow() {
    assertThat(Environment.empty().with("TOKEN", "s3cret").toString())
        .contains("TOKEN")
        .doesNotContain("s3cret");
  }

  @Test
  void aLaterVariableReplacesAnEarlierOne() {
    assertThat(Environment.empty().with("A", "1").with("B", "2").with("A", "3").assignments())
        .containsExactly("A=3", "B=2");
  }

  @Test
  void theEnvironmentIsBounded() {
    Environment full = Environment.empty();
    for (int i = 0; i < Environment.MAX_VARIABLES; i++) {
      full = full.with("V" + i, "");
    }
    Environment all = full;
    assertThatIllegalArgumentException().isThrownBy(() -> all.with("ONE_MORE", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Environment.empty().with("A", "x".repeat(Environment.MAX_LENGTH)));
  }

  @Test
  void theEnvironmentIsBoundedInTotal() {
    String large = "x".repeat(Environment.MAX_TOTAL / 3 - 1);
    Environment full = Environment.empty().with("A", large).with("B", large).with("C", large);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> full.with("D", "xx"))
        .withMessageContaining(Environment.MAX_TOTAL + " characters together");
    assertThat(full.with("C", "").with("D", "xx").variables()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "ABRT", "USR1", "RTMIN+1", "info@example.org"})
  void signalsHaveNamesOfTheRfcOrOfADomain(String name) {
    assertThat(new Signal(name).kernelName()).isEqualTo(name.replaceAll("@.*", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "TERM; reboot", "$(x)", "a b", "@x", "T\nERM"})
  void aSignalNameCannotBeAnythingElse(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Signal(name));
  }

  @Test
  void aSignalThatEndsProgramsHasItsNumber() {
    assertThat(new Signal("ABRT").number()).hasValue(6);
    assertThat(new Signal("TERM@example.org").number()).hasValue(15);
    assertThat(new Signal("WINCH").number()).isEmpty();
  }

  @Test
  void terminalModesAreReadToTheirEnd() {
    byte[] encoded = {1, 0, 0, 0, 3, 53, 0, 0, 0, 1, (byte) 128, 0, 0, (byte) 0x96, 0, 0, 36, 0, 0};

    assertThat(TerminalModes.decode(encoded).values())
        .isEqualTo(Map.of(1, 3L, 53, 1L, 128, 38400L));
  }

  @Test
  void terminalModesThatCannotBeReadEndThem() {
    assertThat(TerminalModes.decode(new byte[0])).isEqualTo(TerminalModes.none());
    assertThat(TerminalModes.decode(new byte[] {53, 0, 0, 0})).isEqualTo(TerminalModes.none());
    assertThat(TerminalModes.decode(new byte[] {(byte) 160, 0, 0, 0, 1, 53, 0, 0, 0, 1}))
        .isEqualTo(TerminalModes.none());
    assertThat(TerminalModes.decode(new byte[] {53, -1, -1, -1, -1, 53, 0, 0, 0, 2}).values())
        .isEqualTo(Map.of(53, 2L));
    assertThatIllegalArgumentException().isThrownBy(() -> new TerminalModes(Map.of(160, 1L)));
  }

  @Test
  void aClientCannotSayWhereItComesFrom() {
    SessionState.Preparing fresh = SessionState.fresh().preparing();

    assertThatIllegalArgumentException().isThrownBy(() -> fresh.env("SSH_CONNECTION", "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> fresh.env("SSH_TTY", "x"));
    assertThat(fresh.env("SSHLIKE", "x").environment().variables()).containsKey("SSHLIKE");
  }

  @Test
  void windowSizesAreBroughtToWhatATerminalCanHave() {
    assertThat(new WindowSize(-1, 70000, 0, 0)).isEqualTo(new WindowSize(0, 65535, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 256})
  void anExitCodeIsAByte(int code) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ExitStatus.Exited(code));
  }

  @Test
  void onlyAFreshSessionCanBePrepared() {
    assertThat(SessionState.fresh().preparing().env("A", "1").environment().variables())
        .containsEntry("A", "1");
    assertRefused(new SessionState.Started(), FailureCode.PROGRAM_ALREADY_RUNNING);
    assertRefused(new SessionState.Ended(), FailureCode.SESSION_CLOSED);
  }

  private static void assertRefused(SessionState state, FailureCode code) {
    assertThatThrownBy(state::preparing)
        .isInstanceOfSatisfying(
            GatewayException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }
}
