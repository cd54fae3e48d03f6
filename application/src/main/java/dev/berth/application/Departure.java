package dev.berth.application;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import org.jspecify.annotations.Nullable;

/// Lets work that brings something up notice that nobody waits for it any more.
///
/// Only waits that leave nothing behind are interrupted. Creating and starting a container are not:
/// an interrupted call to the engine may still be carried out, and then nobody would know what to
/// remove.
final class Departure {
  private boolean gone;
  private @Nullable Thread waiting;

  /// The one who waited has gone.
  synchronized void leave() {
    gone = true;
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  synchronized boolean hasLeft() {
    return gone;
  }

  /// Goes on only if somebody still waits.
  void check() {
    if (hasLeft()) {
      throw closed();
    }
  }

  /// Does something that may take long and leaves nothing behind; ends early when the one who waits
  /// leaves.
  <T> T interruptibly(CallCounters.Call<T> call) throws InterruptedException {
    enter();
    try {
      return call.call();
    } catch (InterruptedException interrupted) {
      if (hasLeft()) {
        throw closed();
      }
      throw interrupted;
    } finally {
      exit();
    }
  }

  private synchronized void enter() {
    check();
    waiting = Thread.currentThread();
  }

  private synchronized void exit() {
    waiting = null;
    if (gone) {
      // The interrupt was meant for the wait, which is over.
      Thread.interrupted();
    }
  }

  private static GatewayException closed() {
    return GatewayException.backend(
        FailureCode.CONNECTION_CLOSED, "the client left before its program could be started", null);
  }
}
