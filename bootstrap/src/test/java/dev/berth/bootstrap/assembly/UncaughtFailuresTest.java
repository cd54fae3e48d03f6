package dev.berth.bootstrap.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.GatewayEvent.InternalFault;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UncaughtFailuresTest {
  private final @Nullable UncaughtExceptionHandler before =
      Thread.getDefaultUncaughtExceptionHandler();

  @AfterEach
  void restore() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  @Test
  void whatAVirtualThreadDoesNotCatchIsToldAsAnEvent() throws InterruptedException {
    List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    UncaughtFailures.tell(events::add);
    IllegalStateException failure = new IllegalStateException("for the test");

    Thread.ofVirtual()
        .name("pump")
        .start(() -> {
          throw failure;
        })
        .join();

    assertThat(events).containsExactly(new InternalFault(null, "thread pump", failure));
  }
}
