package dev.berth.adapter.docker;

import dev.berth.domain.session.ExitStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Looks for how a program ended, and gives up soon after its streams were closed here, whatever
/// call to the engine it is in: nobody follows the program any more, and it may never end.
final class ExitSearch {
  /// How long a program whose streams were closed may take to have ended.
  static final long GRACE_MILLIS = 1000;

  private final CompletableFuture<ExitStatus> found = new CompletableFuture<>();
  private volatile boolean begun;
  private volatile boolean closed;

  /// The search itself; interrupted when it is no longer wanted.
  @FunctionalInterface
  interface Search {
    ExitStatus run() throws InterruptedException;
  }

  /// What the search finds, searched for once.
  ExitStatus await(Search search) throws InterruptedException {
    begun = true;
    if (closed) {
      giveUpSoon();
    }
    Thread searcher =
        Thread.ofVirtual().name("berth-program-exit").unstarted(() -> complete(search));
    if (!found.isDone()) {
      searcher.start();
    }
    try {
      return found.get();
    } catch (ExecutionException unforeseen) {
      throw new CompletionException(unforeseen.getCause());
    } finally {
      searcher.interrupt();
    }
  }

  private void complete(Search search) {
    try {
      found.complete(search.run());
    } catch (InterruptedException unwanted) {
      // Who waited has left, or has an answer.
    } catch (Throwable unforeseen) {
      // An error too: who waits would wait for ever, and gets to see it.
      found.completeExceptionally(unforeseen);
    }
  }

  /// The program's streams were closed. Does not block.
  void close() {
    closed = true;
    if (begun) {
      giveUpSoon();
    }
  }

  private void giveUpSoon() {
    if (!found.isDone()) {
      found.completeOnTimeout(
          new ExitStatus.Lost("the program's streams were closed while it ran"),
          GRACE_MILLIS,
          TimeUnit.MILLISECONDS);
    }
  }
}
