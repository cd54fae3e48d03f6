package dev.berth.adapter.sshd;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.session.helpers.AbstractSession;

/// Waits until the sessions of a server's clients are over.
final class Drain {
  private static final int LOOK_MILLIS = 50;

  private final Listener listener;
  private final Set<AbstractSession> sentAway = new HashSet<>();

  Drain(Listener listener) {
    this.listener = listener;
  }

  /// Waits until all are over, or the time is up.
  ///
  /// @return how many sessions are still open
  int await(Duration grace) throws InterruptedException {
    long end = System.nanoTime() + grace.toNanos();
    warn(grace);
    int open = sendIdleAway();
    while (open > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      open = sendIdleAway();
    }
    return open;
  }

  private void warn(Duration grace) {
    String message =
        "This gateway is shutting down. What still runs is ended in "
            + Math.max(1, grace.toSeconds())
            + " s.";
    for (AbstractSession client : listener.sessions()) {
      ClientSession.of(client).announce(message);
    }
  }

  /// Disconnects those who have no session.
  ///
  /// @return how many sessions the others have
  private int sendIdleAway() {
    int open = 0;
    for (AbstractSession client : listener.sessions()) {
      int own = ClientSession.of(client).openSessions();
      if (own == 0 && sentAway.add(client)) {
        Thread.startVirtualThread(() -> Farewell.say(client));
      }
      open += own;
    }
    return open;
  }

  static int openSessions(Listener listener) {
    return listener.sessions().stream()
        .mapToInt(client -> ClientSession.of(client).openSessions())
        .sum();
  }
}
