package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.container.Invocation;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgentLauncherTest {
  private static final byte[] END = "rest".getBytes(StandardCharsets.UTF_8);

  @Test
  void onlyATerminalIsWaitedFor() {
    Invocation program = new Invocation.Arguments(List.of("/bin/cat", "-n"));
    AgentLauncher launcher = new AgentLauncher("/agent");

    assertThat(launcher.argv(Optional.empty(), program))
        .containsExactly("/agent", "console", "--pid", "--", "/bin/cat", "-n");
    assertThat(launcher.argv(Optional.of(new Terminal("", WindowSize.of(80, 24))), program))
        .containsExactly("/agent", "console", "--wait", "--pid", "--", "/bin/cat", "-n");
  }

  @Test
  void everyPidIsReadAsItIsThroughATerminalToo() throws Exception {
    for (int pid : new int[] {1, 7, 10, 13, 255, 2573, 3338, 2570, 3341, 658698, 4194303}) {
      byte[] bytes = {(byte) pid, (byte) (pid >> 8), (byte) (pid >> 16), 0};
      OutputReader plain = reader(LaunchScriptTest.concat(bytes, END));
      assertThat(AgentLauncher.readPid(plain, false).pid()).isEqualTo(pid);
      assertRest(plain);

      OutputReader terminal = reader(LaunchScriptTest.concat(shown(bytes), END));
      assertThat(AgentLauncher.readPid(terminal, true).pid()).isEqualTo(pid);
      assertRest(terminal);
    }
  }

  @Test
  void anEnginesErrorIsNotTakenForAPid() {
    for (String text : List.of("OCI runtime exec failed: no such file or directory", "x", "")) {
      assertThatThrownBy(
              () -> AgentLauncher.readPid(reader(text.getBytes(StandardCharsets.UTF_8)), false))
          .isInstanceOf(Announcement.NotLaunched.class)
          .hasMessageContaining(text);
    }
  }

  /// As a terminal shows it.
  private static byte[] shown(byte[] bytes) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    for (byte b : bytes) {
      if (b == '\n') {
        shown.write('\r');
      }
      shown.write(b);
    }
    return shown.toByteArray();
  }

  private static OutputReader reader(byte[] bytes) {
    return new OutputReader(new InputBuffer(new ByteArrayInputStream(bytes), 9, 9), false);
  }

  private static void assertRest(OutputReader output) throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    output.copy(rest, rest);
    assertThat(rest).hasToString("rest");
  }
}
