package dev.berth.bootstrap.health;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Asks something at most once at a time and remembers the answer for a moment, however many want
/// to know.
final class Probe {
  private final Question question;
  private final Duration freshness;
  private final Duration patience;
  private @Nullable CompletableFuture<Boolean> last;
  private long askedAt;

  /// What is asked.
  @FunctionalInterface
  interface Question {
    /// Whether all is well. Blocks; a failure means that it is not.
    boolean ask() throws InterruptedException;
  }

  /// @param freshness how long an answer holds
  /// @param patience how long one is waited for
  Probe(Question question, Duration freshness, Duration patience) {
    this.question = question;
    this.freshness = freshness;
    this.patience = patience;
  }

  /// Whether all is well; no answer in time means that it is not.
  boolean isWell() {
    try {
      return current().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException unwell) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized CompletableFuture<Boolean> current() {
    long now = System.nanoTime();
    CompletableFuture<Boolean> answer = last;
    if (answer != null && (!answer.isDone() || now - askedAt < freshness.toNanos())) {
      return answer;
    }
    CompletableFuture<Boolean> next = new CompletableFuture<>();
    last = next;
    askedAt = now;
    Thread.ofVirtual().name("health-probe").start(() -> answer(next));
    return next;
  }

  private void answer(CompletableFuture<Boolean> asked) {
    try {
      asked.complete(question.ask());
    } catch (InterruptedException | RuntimeException | Error unwell) {
      // Whatever it is: without an answer nobody would ever ask again.
      asked.complete(false);
    }
  }
}
