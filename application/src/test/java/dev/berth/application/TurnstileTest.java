package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnstileTest {
  private static final Duration AGES = Duration.ofMinutes(1);

  private static final Claimant ALICE = new Claimant("192.0.2.7", "alice");
  private static final Claimant BOB = new Claimant("192.0.2.8", "bob");

  private final AtomicInteger underWay = new AtomicInteger();
  private final CountDownLatch open = new CountDownLatch(1);

  private String call() throws InterruptedException {
    underWay.incrementAndGet();
    open.await();
    return "done";
  }

  @Test
  void onlySoManyCallsAreUnderWayAndTheOthersFollow() throws Exception {
    Turnstile turnstile = Turnstile.of(3, AGES);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(threads.submit(() -> turnstile.pass("a call", ALICE, new Waiter(), this::call)));
      }
      await().until(() -> underWay.get() == 3);
      assertThatThrownBy(
              () -> Turnstile.of(0, Duration.ZERO).pass("a call", ALICE, new Waiter(), this::call))
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
    Turnstile turnstile = Turnstile.of(1, AGES);
    assertThatThrownBy(() ->
            turnstile.pass(
                "a call",
                ALICE,
                new Waiter(),
                () -> {
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");
    open.countDown();
    assertThat(turnstile.pass("a call", ALICE, new Waiter(), this::call)).isEqualTo("done");
  }

  @Test
  void whoLeavesGivesItsPlaceInTheQueueUp() throws Exception {
    Turnstile turnstile = Turnstile.of(1, AGES);
    Waiter left = new Waiter();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first =
          threads.submit(() -> turnstile.pass("a call", ALICE, new Waiter(), this::call));
      await().until(() -> underWay.get() == 1);
      Future<String> second =
          threads.submit(() -> turnstile.pass("a call", ALICE, left, this::call));
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
    assertThat(turnstile.pass("a call", ALICE, new Waiter(), this::call)).isEqualTo("done");
  }

  @Test
  void whoAsksForMuchDoesNotKeepOthersWaitingAndAllAreToldTheirPlace() throws Exception {
    Turnstile turnstile = Turnstile.of(1, AGES);
    List<String> order = new CopyOnWriteArrayList<>();
    Waiter third = new Waiter();
    Waiter bobs = new Waiter();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();
      calls.add(threads.submit(() -> turnstile.pass("a call", ALICE, new Waiter(), this::call)));
      await().until(() -> underWay.get() == 1);
      for (Waiter waiter : List.of(new Waiter(), new Waiter(), third)) {
        int before = turnstile.waiting();
        calls.add(
            threads.submit(
                () -> turnstile.pass("a call", ALICE, waiter, () -> order.add("alice"))));
        await().until(() -> turnstile.waiting() == before + 1);
      }
      assertThat(third.delay()).contains(new Delay.Queued(3));
      calls.add(threads.submit(() -> turnstile.pass("a call", BOB, bobs, () -> order.add("bob"))));
      await().until(() -> turnstile.waiting() == 4);
      assertThat(bobs.delay()).contains(new Delay.Queued(2));
      assertThat(third.delay()).contains(new Delay.Queued(4));
      open.countDown();
      for (Future<?> call : calls) {
        call.get();
      }
    }
    assertThat(order).containsExactly("alice", "bob", "alice", "alice");
    assertThat(bobs.delay()).isEmpty();
  }

  @Test
  void aCallThatStaysTooLongDoesNotHoldOthersUp() throws Exception {
    Turnstile turnstile = Turnstile.of(1, AGES).letGoAfter(Duration.ofMillis(20));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> first =
          threads.submit(() -> turnstile.pass("a call", ALICE, new Waiter(), this::call));
      await().until(() -> underWay.get() == 1);
      assertThat(turnstile.pass("a call", BOB, new Waiter(), () -> "past it")).isEqualTo("past it");
      assertThat(first.isDone()).isFalse();
      open.countDown();
      assertThat(first.get()).isEqualTo("done");
    }
    assertThat(underWay).hasValue(1);
  }
}
