package dev.berth.bootstrap.log;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.event.GatewayEvent.AuthenticationSucceeded;
import dev.berth.domain.event.GatewayEvent.ProgramEnded;
import dev.berth.domain.event.Severity;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.ExitStatus.Exited;
import dev.berth.domain.session.ExitStatus.Lost;
import dev.berth.domain.session.ExitStatus.Signalled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What has happened on one connection so far.
final class Story {
  private final long openedAt = System.nanoTime();
  private final Listed containers = new Listed();
  private final Listed exits = new Listed();
  private final Listed failures = new Listed();
  private @Nullable String user;
  private @Nullable String method;
  private @Nullable String reason;
  private Severity detail = Severity.EMERGENCY;
  private Duration login = Duration.ZERO;
  private long bytesIn;
  private long bytesOut;

  /// The first of some words, and how many more there were.
  private static final class Listed {
    private static final int MOST = 20;

    private final List<String> first = new ArrayList<>();
    private int count;

    void add(String word) {
      count++;
      if (count <= MOST) {
        first.add(word);
      }
    }

    @Nullable String shown() {
      if (first.isEmpty()) {
        return null;
      }
      String all = String.join(",", first);
      return count > MOST ? all + ",...(" + (count - MOST) + " more)" : all;
    }
  }

  synchronized void loggedIn(AuthenticationSucceeded succeeded) {
    user = succeeded.user().name().value();
    method = succeeded.method();
    login = sinceOpened();
  }

  synchronized void wants(Severity least) {
    detail = least;
  }

  /// The least severe that is told of it, whatever else is.
  synchronized Severity detail() {
    return detail;
  }

  synchronized void has(ContainerId container) {
    containers.add(container.value());
  }

  synchronized void has(ProgramEnded ended) {
    exits.add(shown(ended.status()));
    bytesIn += ended.bytesIn();
    bytesOut += ended.bytesOut();
  }

  synchronized void has(FailureCode failure) {
    failures.add(failure.name());
  }

  synchronized void over(String why) {
    reason = why;
  }

  private static String shown(ExitStatus status) {
    return switch (status) {
      case Exited exited -> Integer.toString(exited.code());
      case Signalled signalled -> signalled.signal().name();
      case Lost _ -> "lost";
    };
  }

  /// A line about the connection, with who it belongs to and where it runs.
  synchronized LogLine name(LogLine line) {
    LogLine named = line.fields().containsKey("user") ? line : line.with("user", user);
    boolean one = containers.count == 1 && !named.fields().containsKey("container");
    return one ? named.with("container", containers.first.getFirst()) : named;
  }

  /// The last line, with all of it.
  synchronized LogLine told(LogLine line) {
    LogLine all = line.with("method", method).with("sessions", exits.count);
    if (containers.count > 1) {
      all = all.with("containers", containers.shown());
    }
    return all.with("exits", exits.shown())
        .with("failures", failures.shown())
        .with("reason", reason)
        .with("bytesIn", bytesIn)
        .with("bytesOut", bytesOut)
        .with("loginMs", login)
        .with("durationMs", sinceOpened());
  }

  private Duration sinceOpened() {
    return Duration.ofNanos(System.nanoTime() - openedAt);
  }
}
