package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SshLimits.Lifetime;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.event.GatewayEvent.ConnectionExpired;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.apache.sshd.common.SshConstants;
import org.jspecify.annotations.Nullable;

/// Ends a connection that has lasted as long as it may, and says so on its terminals a little
/// before. It looks at the connection only when something may be due.
final class Expiry {
  private static final Duration NOTICE = Duration.ofMinutes(1);

  private final ClientSession session;
  private final AuthenticatedUser user;
  private final Limit limit;
  private final long notice;
  private long warnedFor;
  private boolean warned;
  private @Nullable Future<?> next;
  private boolean over;

  private Expiry(ClientSession session, AuthenticatedUser user, Limit limit) {
    this.session = session;
    this.user = user;
    this.limit = limit;
    this.notice = Math.min(NOTICE.toNanos(), limit.time.toNanos() / 2);
  }

  /// A limit of time.
  ///
  /// @param key its name in the configuration
  /// @param since when the time began, by [System#nanoTime]
  /// @param reason for the user
  private record Limit(String key, Duration time, LongSupplier since, String reason) {}

  /// Watches a client that has just logged in until it is gone, if the configuration wants it.
  static void watch(ClientSession session, AuthenticatedUser user) {
    Lifetime lifetime = session.connection().services().configuration().limits().lifetime();
    session.used();
    long start = session.lastData();
    watch(
        session,
        user,
        new Limit("idleTimeout", lifetime.idle(), session::lastData, "it has been idle too long"));
    watch(
        session,
        user,
        new Limit(
            "maxConnectionTime", lifetime.total(), () -> start, "it has lasted as long as it may"));
  }

  private static void watch(ClientSession session, AuthenticatedUser user, Limit limit) {
    if (limit.time.isPositive()) {
      Expiry expiry = new Expiry(session, user, limit);
      session.addCloseFutureListener(_ -> expiry.stop());
      expiry.look();
    }
  }

  private void look() {
    long since = limit.since.getAsLong();
    long left = since + limit.time.toNanos() - System.nanoTime();
    if (left <= 0) {
      end();
    } else if (left > notice) {
      lookAfter(left - notice);
    } else {
      boolean again = warned && warnedFor == since;
      warned = true;
      warnedFor = since;
      lookAfter(left);
      if (!again) {
        warn(left);
      }
    }
  }

  private synchronized void lookAfter(long nanos) {
    if (!over) {
      next = session.connection().services().timers().after(Duration.ofNanos(nanos), this::look);
    }
  }

  private synchronized void stop() {
    over = true;
    if (next != null) {
      next.cancel(false);
    }
  }

  private void warn(long left) {
    long seconds = Math.max(1, Math.round(left / 1e9));
    session.announceAtTerminals(
        "This connection is closed in " + seconds + " s, because " + limit.reason + ".");
  }

  private void end() {
    session
        .connection()
        .emit(new ConnectionExpired(session.connection().client(), user, limit.key));
    try {
      session.disconnect(
          SshConstants.SSH2_DISCONNECT_BY_APPLICATION,
          "connection closed: " + limit.reason + " (" + limit.key + ")");
    } catch (IOException | RuntimeException gone) {
      session.close(true);
    }
  }
}
