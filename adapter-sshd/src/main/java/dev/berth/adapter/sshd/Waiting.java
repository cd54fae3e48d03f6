package dev.berth.adapter.sshd;

import org.jspecify.annotations.Nullable;

/// Lets whoever waits for an answer about a login give up when the connection ends: nobody is left
/// to be told.
final class Waiting {
  private boolean over;
  private @Nullable Thread thread;

  /// A question that is waited for.
  interface Question<T extends @Nullable Object> {
    T ask() throws InterruptedException;
  }

  /// Asks and waits; one thread at a time.
  ///
  /// @throws InterruptedException if the connection is over, or ends meanwhile
  <T extends @Nullable Object> T during(Question<T> question) throws InterruptedException {
    enter();
    try {
      return question.ask();
    } finally {
      exit();
    }
  }

  private synchronized void enter() throws InterruptedException {
    if (over) {
      throw new InterruptedException("the connection is over");
    }
    thread = Thread.currentThread();
  }

  private synchronized void exit() {
    thread = null;
  }

  /// Whether somebody waits for an answer.
  synchronized boolean isUnderWay() {
    return thread != null;
  }

  /// The connection is over.
  synchronized void end() {
    over = true;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
