package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.ExitStatus.Exited;
import dev.berth.domain.session.ExitStatus.Signalled;
import dev.berth.domain.session.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndCauseTest {
  private static final EndCause.OutOfMemory ENOUGH = () -> false;

  private final EndCause cause = new EndCause();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 126, 127, 128, 129, 137, 139, 143, 255})
  void aCodeWithoutEvidenceIsTheProgramsOwn(int code) throws InterruptedException {
    assertThat(cause.of(code, ENOUGH)).isEqualTo(new Exited(code));
  }

  @Test
  void aSignalThatWasSentIsTheCauseOfItsCode() throws InterruptedException {
    Signal signal = new Signal("USR1@example.com");
    cause.deliver(signal, () -> {});

    assertThat(cause.of(138, ENOUGH)).isEqualTo(new Signalled(signal, false, ""));
    assertThat(cause.of(143, ENOUGH)).isEqualTo(new Exited(143));
    assertThat(cause.of(10, ENOUGH)).isEqualTo(new Exited(10));
  }

  @Test
  void aProgramMayEndWhileTheSignalIsStillBeingSent() throws InterruptedException {
    ExitStatus[] seen = new ExitStatus[1];
    cause.deliver(Signal.TERM, () -> seen[0] = cause.of(143, ENOUGH));

    assertThat(seen[0]).isEqualTo(new Signalled(Signal.TERM, false, ""));
  }

  @Test
  void aSignalThatCouldNotBeSentIsNoCause() throws InterruptedException {
    assertThatThrownBy(() ->
            cause.deliver(
                Signal.TERM,
                () -> {
                  throw new IllegalStateException("not delivered");
                }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(cause.of(143, ENOUGH)).isEqualTo(new Exited(143));
  }

  @Test
  void memoryThatRanOutIsNamed() throws InterruptedException {
    assertThat(cause.of(137, () -> true))
        .isInstanceOfSatisfying(
            Signalled.class,
            killed -> {
              assertThat(killed.signal()).isEqualTo(Signal.KILL);
              assertThat(killed.message()).contains("out of memory");
            });
    assertThat(cause.of(143, () -> true)).isEqualTo(new Exited(143));
  }

  @Test
  void aKillThatWasSentIsNotTakenForMemory() throws InterruptedException {
    cause.deliver(Signal.KILL, () -> {});

    assertThat(cause.of(137, () -> true)).isEqualTo(new Signalled(Signal.KILL, false, ""));
  }
}
