package dev.berth.adapter.sshd;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Does what may take long on a virtual thread of its own, one after the other in order, and only
/// so many.
final class Deliveries {
  private static final int MOST = 64;

  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  /// Adds one to be done after all others.
  ///
  /// @return false if too many wait already
  synchronized boolean add(Runnable delivery) {
    if (waiting.size() >= MOST) {
      return false;
    }
    waiting.addLast(delivery);
    if (!running) {
      running = true;
      Thread.startVirtualThread(this::run);
    }
    return true;
  }

  /// Adds only where something is under way, which this then follows.
  ///
  /// @return whether it was added
  synchronized boolean follow(Runnable delivery) {
    return running && add(delivery);
  }

  private void run() {
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.pollFirst();
    if (next == null) {
      running = false;
    }
    return next;
  }
}
