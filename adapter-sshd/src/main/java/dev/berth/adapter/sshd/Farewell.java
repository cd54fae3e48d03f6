package dev.berth.adapter.sshd;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.helpers.AbstractSession;

/// How clients are told that the gateway goes away.
final class Farewell {
  private static final String MESSAGE = "gateway is shutting down";

  private Farewell() {}

  /// Disconnects all of them.
  ///
  /// @return whether they were gone before the deadline
  static boolean toAll(List<AbstractSession> sessions, Duration deadline) {
    CountDownLatch gone = new CountDownLatch(sessions.size());
    for (AbstractSession session : sessions) {
      session.addCloseFutureListener(_ -> gone.countDown());
      Thread.startVirtualThread(() -> say(session));
    }
    try {
      return gone.await(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Disconnects one.
  static void say(AbstractSession session) {
    try {
      session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, MESSAGE);
    } catch (IOException | RuntimeException gone) {
      session.close(true);
    }
  }
}
