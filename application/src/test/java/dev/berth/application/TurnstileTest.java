package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private static final Duration AGES = Duration.ofMinutes(1);

  private final AtomicInteger underWay = new AtomicInteger();
  private final CountDownLatch open = new CountDownLatch(1);

  private String call() throws InterruptedException {
    underWay.incrementAndGet();
    open.await();
    return "done";
  }

  @Test
  void onlySoManyCallsAreUnderWayAndTheOthersFollow() throws Exception {
    Turnstile turnstile = new Turnstile(3, AGES);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(threads.submit(() -> turnstile.pass("a call", new Departure(), this::call)));
      }
      await().until(() -> underWay.get() == 3);
      assertThatThrownBy(
              () -> new Turnstile(0, Duration.ZERO).pass("a call", new Departure(), this::call))
          .isInstanceOf(GatewayException.class)
          .hasMessageContaining("a call: its turn did not come");
      assertThat(underWay).hasValue(3);
      open.countDown();
      for (Future<String> call : calls) {
        assertThat(call.get()).isEqualTo("done");
      }
    }
    assertThat(underWay).hasValue(20);
  }

  @Test
  void aCallThatFailsGivesItsPlaceUp() throws Exception {
    Turnstile turnstile = new Turnstile(1, AGES);
    assertThatThrownBy(() ->
            turnstile.pass(
                "a call",
                new Departure(),
                () -> {
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");
    open.countDown();
    assertThat(turnstile.pass("a call", new Departure(), this::call)).isEqualTo("done");
  }

  @Test
  void whoLeavesGivesItsPlaceInTheQueueUp() throws Exception {
    Turnstile turnstile = new Turnstile(1, AGES);
    Departure left = new Departure();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first =
          threads.submit(() -> turnstile.pass("a call", new Departure(), this::call));
      await().until(() -> underWay.get() == 1);
      Future<String> second = threads.submit(() -> turnstile.pass("a call", left, this::call));
      await().until(() -> turnstile.waiting() == 1);
      left.leave();
      await().until(second::isDone);
      assertThat(second.exceptionNow())
          .isInstanceOfSatisfying(
              GatewayException.class,
              gone -> assertThat(gone.code()).isEqualTo(FailureCode.CONNECTION_CLOSED));
      assertThat(underWay).hasValue(1);
      open.countDown();
      assertThat(first.get()).isEqualTo("done");
    }
    assertThat(turnstile.pass("a call", new Departure(), this::call)).isEqualTo("done");
  }
}
