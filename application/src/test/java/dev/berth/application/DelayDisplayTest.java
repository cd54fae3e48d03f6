package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.PullProgress;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.TerminalModes;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driving.ProgramStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DelayDisplayTest {
  private static final Delay PULL =
      new Delay.Pulling(
          new ImageReference("debian:12"), new PullProgress(7, 3, 4_500_000, 12_340_000));

  private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
  private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

  private static Optional<Terminal> terminal(String type, int columns) {
    return Optional.of(new Terminal(type, WindowSize.of(columns, 24), TerminalModes.none()));
  }

  private DelayDisplay display(Delay delay, Optional<Terminal> terminal) {
    return DelayDisplay.of(
        () -> Optional.of(delay),
        new ProgramStreams(InputStream.nullInputStream(), stdout, stderr),
        terminal);
  }

  private static String untilTold(DelayDisplay display, ByteArrayOutputStream out)
      throws InterruptedException {
    return display.during(() -> {
      await().until(() -> out.size() > 0);
      return out.toString(StandardCharsets.UTF_8);
    });
  }

  @Test
  void aTerminalShowsALineThatGoesAway() throws Exception {
    String told = untilTold(display(PULL, terminal("xterm", 80)), stdout);

    assertThat(told).isEqualTo("\r\u001b[KGetting image debian:12: 3 of 7 layers, 4.5 of 12.3 MB");
    assertThat(stdout.toString(StandardCharsets.UTF_8)).endsWith("\r\u001b[K");
    assertThat(stderr.size()).isZero();
  }

  @Test
  void aPlaceInTheQueueIsForTerminals() throws Exception {
    assertThat(untilTold(display(new Delay.Queued(4), terminal("xterm", 0)), stdout))
        .endsWith("Waiting for others to be served: place 4");
  }

  @Test
  void aNarrowTerminalGetsWhatFits() throws Exception {
    assertThat(untilTold(display(PULL, terminal("xterm", 10)), stdout))
        .isEqualTo("\r\u001b[KGetting i");
  }

  @Test
  void withoutATerminalThatCanThereAreLinesOnStderr() throws Exception {
    assertThat(untilTold(display(PULL, terminal("dumb", 80)), stderr))
        .isEqualTo("Getting image debian:12: 3 of 7 layers, 4.5 of 12.3 MB\n");
    assertThat(stdout.size()).isZero();
  }

  @Test
  void whoWaitsForAMomentIsToldNothing() throws Exception {
    assertThat(display(PULL, Optional.empty()).during(() -> "done")).isEqualTo("done");
    assertThat(stderr.size()).isZero();
  }

  @Test
  void aClientThatIsGoneChangesNothing() throws Exception {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            stderr.write(b);
            throw new IOException("gone");
          }
        };
    DelayDisplay display =
        DelayDisplay.of(
            () -> Optional.of(PULL),
            new ProgramStreams(InputStream.nullInputStream(), closed, stderr),
            terminal("xterm", 80));
    assertThat(untilTold(display, stderr)).isNotEmpty();
  }
}
