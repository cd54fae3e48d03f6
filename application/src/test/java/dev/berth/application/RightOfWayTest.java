package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.QueueLimits;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.ports.driven.ConfigurationSource;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.Gateway;
import dev.berth.ports.fake.Faults;
import dev.berth.ports.fake.InMemoryEngine;
import dev.berth.ports.fake.RecordedEvents;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RightOfWayTest {
  private static final Duration AGES = Duration.ofMinutes(1);

  private final CountDownLatch open = new CountDownLatch(1);

  private String launch() throws InterruptedException {
    open.await();
    return "launched";
  }

  private static Thread giving(RightOfWay way) {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            way.give();
          } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void aRemovalWaitsUntilTheLastLaunchIsDone() throws Exception {
    RightOfWay way = new RightOfWay(AGES);
    way.give();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> one = threads.submit(() -> way.first(this::launch));
      Thread removal = Awaitility.await().until(() -> giving(way), RightOfWayTest::waits);
      assertThat(way.first(() -> "another")).isEqualTo("another");
      assertThat(waits(removal)).isTrue();
      open.countDown();
      assertThat(one.get()).isEqualTo("launched");
      assertThat(removal.join(AGES)).isTrue();
    }
  }

  private static boolean waits(Thread removal) {
    Awaitility.await()
        .until(
            removal::getState,
            state -> state == Thread.State.TIMED_WAITING || state == Thread.State.TERMINATED);
    return removal.isAlive();
  }

  @Test
  void aRemovalDoesNotWaitForEver() throws Exception {
    RightOfWay way = new RightOfWay(Duration.ofMillis(20));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> launch = threads.submit(() -> way.first(this::launch));
      assertThat(giving(way).join(AGES)).isTrue();
      assertThat(launch.isDone()).isFalse();
      open.countDown();
    }
  }

  @Test
  void aLaunchThatFailsIsOver() throws Exception {
    RightOfWay way = new RightOfWay(AGES);
    assertThatThrownBy(() ->
            way.first(() -> {
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");
    assertThat(giving(way).join(AGES)).isTrue();
  }

  @Test
  void onlySoManyContainersAreEndedAndRemovedAtOnce() throws Exception {
    RecordedEvents events = new RecordedEvents();
    InMemoryEngine engine = InMemoryEngine.withImage("image");
    ContainerGateway gateway =
        ContainerGateway.create(
            engine,
            ConfigurationSource.fixed(BackendConfiguration.of(new ImageReference("image"))),
            new GatewayInstance("test"),
            events,
            () -> {},
            () -> {},
            new QueueLimits(8, 8, 4, 2, AGES));
    for (int i = 0; i < 6; i++) {
      var _ = connected(gateway, "c" + i);
    }
    Awaitility.await().until(() -> events.of(ContainerStarted.class).size() == 6);
    Faults.Gate gate = engine.faults().hold("remove");

    assertThat(gateway.shutdown(Duration.ofMillis(300))).isFalse();

    Awaitility.await().until(() -> gate.waiting() == 2);
    assertThat(engine.containers()).as("the others have not been ended").hasSize(4);
    gate.open();
    assertThat(gateway.shutdown(AGES)).isTrue();
    assertThat(engine.containers()).isEmpty();
  }

  @Test
  void aContainerStaysWhileSomebodyElseLogsInAndGoesAfterwards() throws Exception {
    InMemoryEngine engine = InMemoryEngine.withImage("image");
    Gateway gateway =
        ContainerGateway.create(
            engine,
            ConfigurationSource.fixed(BackendConfiguration.of(new ImageReference("image"))),
            new GatewayInstance("test"),
            _ -> {},
            () -> {},
            () -> {});
    ConnectionHandler first = connected(gateway, "first");
    Awaitility.await().until(() -> engine.containers().size() == 1);
    Faults.Gate gate = engine.faults().hold("created");
    ConnectionHandler second = connected(gateway, "second");
    gate.awaitReached();

    assertThat(first.shutdown(Duration.ofMillis(300))).isFalse();
    assertThat(engine.containers()).hasSize(2);
    gate.open();

    assertThat(first.shutdown(AGES)).isTrue();
    assertThat(second.shutdown(AGES)).isTrue();
    assertThat(engine.containers()).isEmpty();
  }

  private static ConnectionHandler connected(Gateway gateway, String id) {
    ConnectionHandler handler =
        gateway.connected(new Client(new ConnectionId(id), new RemoteAddress("192.0.2.7", 1), ""));
    var _ = handler.handshakeSucceeded(new Username("alice"));
    return handler;
  }
}
