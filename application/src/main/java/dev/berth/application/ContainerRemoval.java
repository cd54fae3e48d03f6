package dev.berth.application;

import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.Labels;
import dev.berth.domain.event.GatewayEvent.ContainerRemovalFailed;
import dev.berth.domain.event.GatewayEvent.ContainerRemoved;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.EventSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Removes a connection's containers in the background, again and again until the engine has done
/// it.
final class ContainerRemoval {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration GIVE_UP = Duration.ofMinutes(30);

  /// When to look for a container whose creation got no answer: the engine may still be making it.
  private static final List<Duration> LOOKS =
      List.of(
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofSeconds(4),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30));

  /// For how long it is looked for when the gateway ends meanwhile.
  private static final Duration LAST_LOOKS = Duration.ofSeconds(2);

  private final ContainerRuntime engine;
  private final ConnectionId connection;
  private final EventSink events;
  private final Pace pace;

  /// @param pace what goes before removals, and how many there are at once
  ContainerRemoval(ContainerRuntime engine, ConnectionId connection, EventSink events, Pace pace) {
    this.engine = engine;
    this.connection = connection;
    this.events = events;
    this.pace = pace;
  }

  /// Removes a container.
  ///
  /// @param work what this is part of
  void remove(ContainerId container, BackgroundWork work) {
    remove(container, () -> {}, work);
  }

  /// Lets a container end, then removes it.
  ///
  /// @param end lets it end; does not block, and may be called again
  /// @param work what this is part of
  void remove(ContainerId container, Runnable end, BackgroundWork work) {
    work.start("remove-" + container.brief(), () -> untilGone(container, end, work));
  }

  /// Finds and removes a container that may have been made by a call that got no answer.
  ///
  /// @param labels all of them are on it, so that nobody else's is taken
  /// @param work what this is part of
  void removeIfMade(String name, Labels labels, BackgroundWork work) {
    work.start("remove-" + name, () -> look(name, labels, work));
  }

  private void untilGone(ContainerId container, Runnable end, BackgroundWork work) {
    try {
      pace.way().give();
      tryUntilGone(container, end, work);
    } catch (InterruptedException stopped) {
      end.run();
      Thread.currentThread().interrupt();
    }
  }

  private void tryUntilGone(ContainerId container, Runnable end, BackgroundWork work)
      throws InterruptedException {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        pace.removing(() -> {
          end.run();
          engine.remove(container);
          return container;
        });
        events.emit(new ContainerRemoved(connection, container));
        return;
      } catch (RuntimeException | Error failure) {
        // Whatever it is: who gives up leaves it behind.
        boolean last = System.nanoTime() - start > GIVE_UP.toNanos();
        events.emit(
            new ContainerRemovalFailed(connection, container.value(), attempt, last, failure));
        if (last) {
          return;
        }
      }
      if (work.pause(pause)) {
        TimeUnit.NANOSECONDS.sleep(FIRST_PAUSE.toNanos());
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private void look(String name, Labels labels, BackgroundWork work) {
    int attempt = 0;
    try {
      for (Duration pause : LOOKS) {
        attempt++;
        if (work.pause(pause)) {
          lookBeforeTheEnd(name, labels, work, attempt);
          return;
        }
        if (found(name, labels, work, attempt, attempt == LOOKS.size())) {
          return;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// The gateway ends: it stays for as long as an engine takes that is at it now.
  private void lookBeforeTheEnd(String name, Labels labels, BackgroundWork work, int attempt)
      throws InterruptedException {
    long end = System.nanoTime() + LAST_LOOKS.toNanos();
    for (boolean last = false; !last; attempt++) {
      last = System.nanoTime() > end;
      if (found(name, labels, work, attempt, last)) {
        return;
      }
      TimeUnit.NANOSECONDS.sleep(FIRST_PAUSE.toNanos());
    }
  }

  private boolean found(String name, Labels labels, BackgroundWork work, int attempt, boolean last)
      throws InterruptedException {
    try {
      for (ContainerSummary made : engine.list(labels)) {
        if (made.name().equals(name)) {
          tryUntilGone(made.id(), () -> {}, work);
          return true;
        }
      }
    } catch (RuntimeException | Error failure) {
      events.emit(new ContainerRemovalFailed(connection, name, attempt, last, failure));
    }
    return false;
  }
}
