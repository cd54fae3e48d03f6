package dev.berth.bootstrap.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ProbeTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void anAnswerHoldsForAWhile() {
    Probe probe = new Probe(() -> asked.incrementAndGet() > 0, LONG, LONG);

    assertThat(probe.isWell()).isTrue();
    assertThat(probe.isWell()).isTrue();
    assertThat(asked).hasValue(1);
  }

  @Test
  void anOldAnswerIsAskedAnew() {
    Probe probe = new Probe(() -> asked.incrementAndGet() > 1, Duration.ZERO, LONG);

    assertThat(probe.isWell()).isFalse();
    assertThat(probe.isWell()).isTrue();
  }

  @Test
  void manyWhoWantToKnowAskOnce() throws InterruptedException, ExecutionException {
    CountDownLatch answer = new CountDownLatch(1);
    Probe probe =
        new Probe(
            () -> {
              asked.incrementAndGet();
              answer.await();
              return true;
            },
            LONG,
            LONG);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(threads.submit(probe::isWell));
      }
      answer.countDown();
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    }

    assertThat(asked).hasValue(1);
  }

  @Test
  void noAnswerInTimeIsABadOne() {
    CountDownLatch never = new CountDownLatch(1);
    Probe probe =
        new Probe(
            () -> {
              never.await();
              return true;
            },
            LONG,
            Duration.ofMillis(20));

    assertThat(probe.isWell()).isFalse();
    never.countDown();
  }

  @Test
  void aFailureIsABadAnswer() {
    Probe probe =
        new Probe(
            () -> {
              throw new IllegalStateException("no");
            },
            LONG,
            LONG);

    assertThat(probe.isWell()).isFalse();
  }

  /// Memory runs out, say, and is there again.
  @Test
  void anErrorIsABadAnswerAndNotTheLast() {
    Probe probe =
        new Probe(
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw new OutOfMemoryError();
              }
              return true;
            },
            Duration.ZERO,
            LONG);

    assertThat(probe.isWell()).isFalse();
    assertThat(probe.isWell()).isTrue();
  }
}
