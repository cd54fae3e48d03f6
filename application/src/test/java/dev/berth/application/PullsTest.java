package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.PullProgress;
import dev.berth.domain.event.GatewayEvent.ImagePullStarted;
import dev.berth.domain.event.GatewayEvent.ImagePulled;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.fake.Faults;
import dev.berth.ports.fake.InMemoryEngine;
import dev.berth.ports.fake.RecordedEvents;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PullsTest {
  private static final ImageReference IMAGE = new ImageReference("registry.example.org/tools");

  private final InMemoryEngine engine = new InMemoryEngine();
  private final RecordedEvents events = new RecordedEvents();
  private final Pulls pulls = new Pulls(events);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    threads.close();
  }

  private Future<String> pulling(Waiter waiter) {
    Future<String> pull =
        threads.submit(() -> {
          pulls.pull(engine, BackendConfiguration.of(IMAGE), new ConnectionId("c0ffee"), waiter);
          return "pulled";
        });
    await().until(() -> pull.isDone() || waiter.delay().isPresent());
    return pull;
  }

  private static FailureCode codeOf(Future<?> failed) {
    await().until(failed::isDone);
    return ((GatewayException) failed.exceptionNow()).code();
  }

  @Test
  void oneThatIsUnderWayServesAllWhoCome() throws Exception {
    engine.offer(IMAGE.value());
    Faults.Gate gate = engine.faults().hold("pull");
    Waiter first = new Waiter();
    Waiter second = new Waiter();
    Future<String> one = pulling(first);
    gate.awaitReached();
    Future<String> other = pulling(second);

    assertThat(second.delay())
        .contains(new Delay.Pulling(IMAGE, new PullProgress(7, 3, 4_500_000, 12_000_000)));
    gate.open();

    assertThat(one.get()).isEqualTo("pulled");
    assertThat(other.get()).isEqualTo("pulled");
    assertThat(engine.pulls()).isEqualTo(1);
    assertThat(events.of(ImagePullStarted.class)).hasSize(1);
    assertThat(events.of(ImagePulled.class)).hasSize(1);
    assertThat(pulling(new Waiter()).get()).as("a later one is a new one").isEqualTo("pulled");
    assertThat(engine.pulls()).isEqualTo(2);
  }

  @Test
  void whoLeavesDoesNotTakeItFromOthers() throws Exception {
    engine.offer(IMAGE.value());
    Faults.Gate gate = engine.faults().hold("pull");
    Waiter first = new Waiter();
    Future<String> one = pulling(first);
    gate.awaitReached();
    Future<String> other = pulling(new Waiter());

    first.leave();
    assertThat(codeOf(one)).isEqualTo(FailureCode.CONNECTION_CLOSED);
    gate.open();

    assertThat(other.get()).isEqualTo("pulled");
    assertThat(engine.pulls()).isEqualTo(1);
  }

  @Test
  void whenTheLastOneLeavesItEnds() throws Exception {
    Faults.Gate gate = engine.faults().hold("pull");
    Waiter only = new Waiter();
    Future<String> one = pulling(only);
    gate.awaitReached();

    only.leave();

    assertThat(codeOf(one)).isEqualTo(FailureCode.CONNECTION_CLOSED);
    gate.awaitInterrupted();
  }

  @Test
  void itsFailureIsTheFailureOfAll() throws Exception {
    Faults.Gate gate = engine.faults().hold("pull");
    Future<String> one = pulling(new Waiter());
    gate.awaitReached();
    Future<String> other = pulling(new Waiter());

    gate.open();

    assertThat(codeOf(one)).isEqualTo(FailureCode.IMAGE_MISSING);
    assertThat(codeOf(other)).isEqualTo(FailureCode.IMAGE_MISSING);
    assertThat(engine.pulls()).isEqualTo(1);
  }
}
