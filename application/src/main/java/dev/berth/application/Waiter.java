package dev.berth.application;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one for whom something is brought up. The work notices when nobody waits for it any more,
/// and tells what it is held up by.
///
/// Only waits that leave nothing behind are interrupted. Creating and starting a container are not:
/// an interrupted call to the engine may still be carried out, and then nobody would know what to
/// remove.
final class Waiter {
  private boolean gone;
  private @Nullable Thread waiting;
  private volatile Supplier<Optional<Delay>> delay = Optional::empty;

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

  /// What there is to wait for at the moment, if it is worth telling.
  Optional<Delay> delay() {
    return delay.get();
  }

  /// Does something that may take long and leaves nothing behind; ends early when the one who waits
  /// leaves.
  ///
  /// @param why asked again and again while it lasts
  <T> T interruptibly(Supplier<Optional<Delay>> why, CallCounters.Call<T> call)
      throws InterruptedException {
    delay = why;
    try {
      return interruptibly(call);
    } finally {
      delay = Optional::empty;
    }
  }

  /// Does something that leaves nothing behind; ends early when the one who waits leaves.
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
