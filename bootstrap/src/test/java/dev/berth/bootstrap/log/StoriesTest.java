package dev.berth.bootstrap.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StoriesTest {
  private static final Duration SOME = SampleEvents.SOME;

  private final Stories stories = new Stories();

  @Test
  void theLastLineTellsAllOfAConnection() {
    open();
    start("0123");
    end(new ExitStatus.Exited(0), 1, 10);
    end(new ExitStatus.Signalled(Signal.KILL, false, ""), 2, 20);
    end(new ExitStatus.Lost("cut"), 3, 30);
    tell(
        new GatewayEvent.BackendFailed(
            SampleEvents.CONNECTION,
            SampleEvents.SESSION,
            FailureCode.SHELL_MISSING,
            "no shell",
            null));
    close();

    LogLine last = release();

    assertThat(last.code()).isEqualTo(EventCode.CONNECTION_ENDED);
    assertThat(last.fields())
        .containsAllEntriesOf(
            Map.of(
                "connection", "c0ffee",
                "client", "192.0.2.7:40000",
                "user", "alice",
                "method", "password",
                "container", "0123",
                "sessions", 3L,
                "exits", "0,KILL,lost",
                "failures", "SHELL_MISSING",
                "bytesIn", 6L,
                "bytesOut", 60L))
        .containsEntry("reason", "gone")
        .containsKeys("loginMs", "durationMs");
  }

  @Test
  void linesInBetweenNameUserAndContainer() {
    open();
    start("0123");

    assertThat(end(new ExitStatus.Exited(0), 0, 0).fields())
        .containsEntry("user", "alice")
        .containsEntry("container", "0123");
    close();
    release();
    assertThat(
            tell(new GatewayEvent.ContainerRemoved(
                    SampleEvents.CONNECTION, new ContainerId("0123")))
                .fields())
        .containsEntry("user", "alice");
  }

  @Test
  void whereThereAreManyContainersNoneIsTakenForTheOne() {
    open();
    for (int i = 0; i < 25; i++) {
      start("abc" + i);
    }

    assertThat(end(new ExitStatus.Exited(0), 0, 0).fields()).doesNotContainKey("container");
    close();
    assertThat(release().fields().get("containers"))
        .asString()
        .startsWith("abc0,abc1,")
        .endsWith("abc19,...(5 more)");
  }

  @Test
  void whoNeverLogsInHasNoStory() {
    tell(new GatewayEvent.ConnectionOpened(SampleEvents.CLIENT));

    LogLine closed =
        tell(new GatewayEvent.ConnectionClosed(SampleEvents.CLIENT, null, "gone", SOME));

    assertThat(closed.code()).isEqualTo(EventCode.CONNECTION_CLOSED);
    assertThat(closed.fields()).doesNotContainKey("user");
    assertThat(release().fields()).doesNotContainKey("sessions");
  }

  private void open() {
    tell(new GatewayEvent.ConnectionOpened(SampleEvents.CLIENT));
    tell(
        new GatewayEvent.AuthenticationSucceeded(
            SampleEvents.CLIENT, SampleEvents.USER, "password"));
  }

  private void start(String container) {
    tell(
        new GatewayEvent.ContainerStarted(
            SampleEvents.CONNECTION, new ContainerId(container), SOME, SOME, false));
  }

  private LogLine end(ExitStatus status, long in, long out) {
    return tell(
        new GatewayEvent.ProgramEnded(
            SampleEvents.SESSION, status, in, out, Optional.empty(), SOME));
  }

  private void close() {
    LogLine closed =
        tell(
            new GatewayEvent.ConnectionClosed(
                SampleEvents.CLIENT, SampleEvents.USER, "gone", SOME));
    assertThat(closed.code()).isEqualTo(EventCode.CONNECTION_CLOSED);
    assertThat(closed.fields()).containsEntry("reason", "gone");
  }

  private LogLine release() {
    return tell(new GatewayEvent.ConnectionReleased(SampleEvents.CLIENT, SampleEvents.USER));
  }

  private LogLine tell(GatewayEvent event) {
    return stories.line(event);
  }
}
