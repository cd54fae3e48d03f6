package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DeliveriesTest {
  private final List<Throwable> faults = Collections.synchronizedList(new ArrayList<>());
  private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch gate = new CountDownLatch(1);

  private Deliveries deliveries(Duration patience) throws InterruptedException {
    Deliveries deliveries = new Deliveries(faults::add, patience);
    CountDownLatch begun = new CountDownLatch(1);
    assertThat(
            deliveries.add(
                1,
                () -> {
                  begun.countDown();
                  awaitGate();
                }))
        .isTrue();
    begun.await();
    return deliveries;
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  /// Its own reader is what would have to hear the client say that it takes something.
  @Test
  void nobodyWaitsForRoomForEver() throws Exception {
    Deliveries deliveries = deliveries(Duration.ofMillis(50));
    int added = 0;
    while (added < 1000 && deliveries.add(1, () -> done.add(0))) {
      added++;
    }

    assertThat(added).isEqualTo(256);
    assertThat(deliveries.isBusy()).isTrue();
    gate.countDown();
    await().until(() -> done.size() == 256);
    assertThat(deliveries.add(1, () -> done.add(0))).isTrue();
  }

  @Test
  void whatWaitsIsBoundedByItsSizeToo() throws Exception {
    Deliveries deliveries = deliveries(Duration.ofMillis(50));

    assertThat(deliveries.add(10 << 20, () -> done.add(0))).as("one may be large").isTrue();
    assertThat(deliveries.add(1, () -> done.add(0))).isFalse();
    gate.countDown();
  }

  @Test
  void allAreDoneInOrderThoughOneFails() throws Exception {
    Deliveries deliveries = deliveries(Duration.ofMinutes(1));
    List<Integer> numbers = IntStream.range(0, 100).boxed().toList();
    for (int number : numbers) {
      assertThat(
              deliveries.add(
                  1,
                  () -> {
                    done.add(number);
                    if (number == 50) {
                      throw new IllegalStateException("a fault");
                    }
                  }))
          .isTrue();
    }
    gate.countDown();

    await().untilAsserted(() -> assertThat(done).isEqualTo(numbers));
    assertThat(faults).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoeverWaitsForRoomGoesOnWhenItIsClosed() throws Exception {
    Deliveries deliveries = deliveries(Duration.ofMinutes(1));
    assertThat(deliveries.add(10 << 20, () -> done.add(0))).isTrue();
    AtomicBoolean went = new AtomicBoolean();
    Thread waiting =
        Thread.startVirtualThread(() -> {
          try {
            went.set(deliveries.add(1, () -> done.add(1)));
          } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
          }
        });
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    deliveries.close();

    await().untilTrue(went);
    gate.countDown();
    await().until(() -> done.size() == 1);
    await().during(Duration.ofMillis(200)).until(() -> done.size() == 1);
  }
}
