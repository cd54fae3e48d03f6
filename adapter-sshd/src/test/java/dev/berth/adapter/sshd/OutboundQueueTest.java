package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// What may wait to be sent to one client, and to all of them.
final class OutboundQueueTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(60);

  private static Memory memory(long each) {
    return new Memory(new Account(each), new Account(each), new Account(each));
  }

  @Test
  void tinyPacketsCountForWhatTheyTake() {
    OutboundQueue queue = new OutboundQueue(memory(1L << 30));
    queue.loggedIn();
    int packets = 0;
    while (queue.addReply(5)) {
      packets++;
    }
    assertThat(packets).isBetween(10_000, 70_000);
  }

  @Test
  void aClientThatHasNotLoggedInMayLeaveLittleUnread() {
    OutboundQueue queue = new OutboundQueue(memory(1L << 30));
    int packets = 0;
    while (queue.addReply(5)) {
      packets++;
    }
    assertThat(packets).isBetween(50, 200);
  }

  @Test
  void aClientThatReadsEverythingIsAnsweredOnlySoOftenBeforeItHasLoggedIn() {
    OutboundQueue queue = new OutboundQueue(memory(1L << 30));
    int answers = 0;
    while (queue.addReply(5)) {
      queue.removeReply(5);
      answers++;
    }
    assertThat(answers).isBetween(300, 1000);
    queue.loggedIn();
    assertThat(queue.addReply(5)).isTrue();
  }

  @Test
  void allClientsTogetherMayLeaveOnlySoMuchUnread() throws Exception {
    Memory memory = memory(1 << 20);
    OutboundQueue greedy = new OutboundQueue(memory);
    greedy.loggedIn();
    while (greedy.addReply(1000)) {
      assertThat(memory.replies().held()).isLessThanOrEqualTo(1 << 20);
    }
    OutboundQueue other = new OutboundQueue(memory);
    assertThat(other.addReply(5000)).isTrue();
    assertThat(other.addOutput(32 << 10, () -> false)).isEqualTo(32 << 10);
    greedy.gone();
    greedy.removeReply(1000);
    other.removeReply(5000);
    assertThat(memory.replies().held()).isZero();
  }

  @Test
  void whoIsRefusedBecauseOfOthersHasNotAskedTooMuchItself() {
    Memory memory = memory(50_000);
    OutboundQueue greedy = new OutboundQueue(memory);
    memory.replies().add(50_000);
    while (greedy.addReply(1000)) {
      assertThat(greedy.isOverItsOwnBound()).isFalse();
    }
    assertThat(greedy.isOverItsOwnBound()).isFalse();
    memory.replies().give(50_000);
    OutboundQueue alone = new OutboundQueue(memory(1L << 30));
    assertThat(alone.isOverItsOwnBound()).isFalse();
    boolean more = true;
    while (more) {
      more = alone.addReply(1000);
    }
    assertThat(alone.isOverItsOwnBound()).isTrue();
  }

  @Test
  void outputWaitsWhereTheServerHoldsMuchAndIsNeverStopped() throws Exception {
    Memory memory = memory(100_000);
    OutboundQueue paused = new OutboundQueue(memory);
    assertThat(paused.addOutput(99_000, () -> false)).isEqualTo(99_000);
    OutboundQueue other = new OutboundQueue(memory);
    int piece = other.addOutput(32 << 10, () -> false);
    assertThat(piece).isBetween(1, 8 << 10);
    CompletableFuture<Integer> next = new CompletableFuture<>();
    Thread waiting =
        Thread.startVirtualThread(() -> {
          try {
            next.complete(other.addOutput(1000, () -> false));
          } catch (IOException | InterruptedException failure) {
            next.completeExceptionally(failure);
          }
        });
    await().until(() -> waiting.getState() == Thread.State.WAITING);
    assertThat(next).isNotDone();
    other.removeOutput(piece);
    assertThat(next).succeedsWithin(AT_ONCE).isEqualTo(1000);
    paused.gone();
    other.gone();
    assertThat(memory.output().held()).isZero();
  }

  @Test
  void aQueueTellsHowLongNothingHasGoneOut() throws Exception {
    AtomicLong now = new AtomicLong();
    OutboundQueue queue = new OutboundQueue(memory(1 << 20), now::get);
    now.addAndGet(100);
    assertThat(queue.stalled()).isZero();
    assertThat(queue.addReply(10)).isTrue();
    now.addAndGet(100);
    assertThat(queue.addOutput(10, () -> false)).isEqualTo(10);
    now.addAndGet(100);
    assertThat(queue.stalled()).isEqualTo(Duration.ofNanos(200));
    queue.removeReply(10);
    now.addAndGet(50);
    assertThat(queue.stalled()).isEqualTo(Duration.ofNanos(50));
    queue.removeOutput(10);
    assertThat(queue.stalled()).isZero();
  }
}
