package dev.berth.bootstrap.log;

import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.GatewayEvent.AuthenticationSucceeded;
import dev.berth.domain.event.GatewayEvent.BackendFailed;
import dev.berth.domain.event.GatewayEvent.ConnectionClosed;
import dev.berth.domain.event.GatewayEvent.ConnectionOpened;
import dev.berth.domain.event.GatewayEvent.ConnectionReleased;
import dev.berth.domain.event.GatewayEvent.ContainerClaimed;
import dev.berth.domain.event.GatewayEvent.ContainerJoined;
import dev.berth.domain.event.GatewayEvent.ContainerStarted;
import dev.berth.domain.event.GatewayEvent.DetailAsked;
import dev.berth.domain.event.GatewayEvent.ProgramEnded;
import dev.berth.domain.event.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers what happens on each connection: every line about it names its user and its container,
/// and its last line tells all of it.
final class Stories {
  private static final String CONNECTION = "connection";

  /// So many connections that are over are still known by name, for what comes late.
  private static final int REMEMBERED = 1000;

  private final Map<String, Story> open = new ConcurrentHashMap<>();
  private final Map<String, Story> over = Collections.synchronizedMap(new Recent());

  private static final class Recent extends LinkedHashMap<String, Story> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Story> eldest) {
      return size() > REMEMBERED;
    }
  }

  /// The line of an event, with what is known of its connection.
  LogLine line(GatewayEvent event) {
    LogLine line = EventLines.of(event);
    if (!(line.fields().get(CONNECTION) instanceof String connection)) {
      return line;
    }
    if (event instanceof ConnectionOpened) {
      open.put(connection, new Story());
    }
    Optional<Story> story = story(connection);
    story.ifPresent(known -> add(event, known));
    LogLine named = story.map(known -> known.name(line)).orElse(line);
    return isLast(event) ? ended(connection, event, named) : named;
  }

  private Optional<Story> story(String connection) {
    return Optional.ofNullable(open.get(connection))
        .or(() -> Optional.ofNullable(over.get(connection)));
  }

  /// The least severe that is told of a line's connection, whatever else is.
  Severity detail(LogLine line) {
    return line.fields().get(CONNECTION) instanceof String connection
        ? story(connection).map(Story::detail).orElse(Severity.EMERGENCY)
        : Severity.EMERGENCY;
  }

  private static void add(GatewayEvent event, Story story) {
    switch (event) {
      case AuthenticationSucceeded succeeded -> story.loggedIn(succeeded);
      case DetailAsked asked -> story.wants(asked.least());
      case ContainerStarted started -> story.has(started.container());
      case ContainerClaimed claimed -> story.has(claimed.container());
      case ContainerJoined joined -> story.has(joined.container());
      case ConnectionClosed closed -> story.over(closed.reason());
      case ProgramEnded ended -> story.has(ended);
      case BackendFailed failed -> story.has(failed.code());
      default -> {
        // Nothing that the last line tells.
      }
    }
  }

  private static boolean isLast(GatewayEvent event) {
    return event instanceof ConnectionReleased
        || (event instanceof ConnectionClosed closed && closed.user() == null);
  }

  private LogLine ended(String connection, GatewayEvent event, LogLine line) {
    Story story = open.remove(connection);
    if (story == null || !(event instanceof ConnectionReleased)) {
      return line;
    }
    over.put(connection, story);
    return story.told(line);
  }
}
