package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.TerminalModes;
import dev.berth.domain.session.WindowSize;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SttyWordsTest {
  @Test
  void specialCharactersAreSpelledForEveryKindOfStty() {
    assertThat(words(1, 3)).isEqualTo("intr:^C");
    assertThat(words(2, 28)).isEqualTo("quit:^\\");
    assertThat(words(3, 127)).isEqualTo("erase:127");
    assertThat(words(3, 8)).isEqualTo("erase:^H");
    assertThat(words(5, 0)).isEqualTo("eof:^@");
    assertThat(words(6, 255)).isEqualTo("eol:undef");
    assertThat(words(10, 'x')).isEqualTo("susp:120");
    assertThat(words(14, 22)).isEqualTo("lnext:^V");
  }

  @Test
  void flagsAreOnOrOff() {
    assertThat(words(53, 1)).isEqualTo("echo");
    assertThat(words(53, 0)).isEqualTo("-echo");
    assertThat(words(42, 1)).isEqualTo("iutf8");
    assertThat(words(72, 7)).isEqualTo("onlcr");
  }

  @Test
  void whatLinuxDoesNotHaveIsLeftOut() {
    assertThat(words(11, 25)).isEmpty();
    assertThat(words(17, 1)).isEmpty();
    assertThat(words(52, 1)).isEmpty();
    assertThat(words(128, 38400)).isEmpty();
    assertThat(words(159, 1)).isEmpty();
    assertThat(words(1, 256)).isEmpty();
  }

  @Test
  void manyAreInTheOrderOfTheClientAndTheSizeIsFirst() {
    Map<Integer, Long> modes = new LinkedHashMap<>();
    modes.put(38, 0L);
    modes.put(11, 1L);
    modes.put(1, 3L);
    Terminal terminal = new Terminal("vt100", WindowSize.of(80, 24), new TerminalModes(modes));

    assertThat(SttyWords.modes(terminal)).isEqualTo("-ixon intr:^C");
    assertThat(SttyWords.all(terminal)).isEqualTo("rows:24 cols:80 -ixon intr:^C");
    assertThat(SttyWords.all(new Terminal("", WindowSize.of(0, 0)))).isEmpty();
  }

  private static String words(int opcode, long value) {
    return SttyWords.modes(
        new Terminal("", WindowSize.of(80, 24), new TerminalModes(Map.of(opcode, value))));
  }
}
