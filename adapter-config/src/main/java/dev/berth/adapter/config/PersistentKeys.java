package dev.berth.adapter.config;

import dev.berth.domain.mode.ContainerKey;
import dev.berth.domain.mode.IdleRule;
import dev.berth.domain.mode.OperatingMode.Persistent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// `docker.execution.persistent`: what mode `persistent` takes.
final class PersistentKeys {
  private static final String PERSISTENT = "docker.execution.persistent.";
  private static final int MOST_PROCESSORS = 4096;
  private static final String METADATA = "metadata.";
  private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

  static final Key<String> KEY =
      Key.of(
              PERSISTENT + "key",
              new Types.CheckedText<>(
                  "name",
                  Map.of(
                      "type", "string",
                      "pattern", "^(username|authenticatedUsername|metadata\\..+)$"),
                  PersistentKeys::keyText),
              "Connections with the same key share a container: `username`, as given to the SSH"
                  + " client; `authenticatedUsername`, as authentication knows the user; or"
                  + " `metadata.NAME`, a value that authentication hands on, and that is not"
                  + " sensitive. Who has none is refused.")
          .byDefault("username")
          .example("authenticatedUsername")
          .example("metadata.team");
  static final Key<String> CONTAINER_PREFIX =
      Key.of(
              PERSISTENT + "prefix",
              new Types.CheckedText<>(
                  "name",
                  Map.of("type", "string", "pattern", "^[a-zA-Z0-9][a-zA-Z0-9_.-]*$"),
                  PersistentKeys::prefix),
              "What the containers' names begin with; the key follows. Gateways that share an"
                  + " engine but not their users need different ones.")
          .byDefault(Persistent.DEFAULT_PREFIX)
          .example("lab-");
  static final Key<Duration> IDLE_TIMEOUT =
      Key.of(
              PERSISTENT + "idleTimeout",
              DurationType.atLeast(Duration.ofSeconds(1)),
              "How long after the last connection a container is idle. The gateway looks as often"
                  + " as it renews its lease (`lease.renewal`).")
          .byDefault(DurationType.written(IdleRule.DEFAULT.timeout()))
          .example("8h");
  static final Key<IdleRule.Action> ON_IDLE =
      Key.of(
              PERSISTENT + "onIdle",
              new Choice<>(actions(), Map.of()),
              "What becomes of an idle container: `remove` deletes it with its files; `stop` ends"
                  + " its processes and keeps its files; `pause` lets its processes stand still."
                  + " The next login wakes it.")
          .byDefault("remove")
          .example("stop");
  static final Key<Double> IDLE_CPU =
      Key.of(
              PERSISTENT + "idleCpu",
              new Types.Real(0, MOST_PROCESSORS),
              "A container whose processes use at least so much processor time on average, as a"
                  + " part of one processor, is not idle; 0 if only connections count.")
          .byDefault(0)
          .example(0.05);

  static final List<Key<?>> ALL = List.of(KEY, CONTAINER_PREFIX, IDLE_TIMEOUT, ON_IDLE, IDLE_CPU);

  private PersistentKeys() {}

  static void check(Values values, Problems problems) {
    KeyPath path = DockerKeys.MODE.path();
    if (!values.isWrong(DockerKeys.MODE)
        && values.get(DockerKeys.MODE) == DockerKeys.Mode.PERSISTENT
        && values.isGiven(DockerKeys.CONTAINER_NAME)
        && !values.get(DockerKeys.CONTAINER_NAME).isEmpty()) {
      problems.add(
          values.at(path),
          path,
          "persistent containers are named by docker.execution.persistent.prefix and their key;"
              + " docker.execution.containername allows only one");
    }
  }

  static ContainerKey key(Values values) {
    String text = values.get(KEY);
    return switch (text) {
      case "username" -> new ContainerKey.LoginName();
      case "authenticatedUsername" -> new ContainerKey.AuthenticatedName();
      default -> new ContainerKey.Metadata(text.substring(METADATA.length()));
    };
  }

  static IdleRule idle(Values values) {
    return new IdleRule(values.get(IDLE_TIMEOUT), values.get(ON_IDLE), values.get(IDLE_CPU));
  }

  private static String keyText(String text) {
    boolean metadata = text.startsWith(METADATA) && text.length() > METADATA.length();
    if (!metadata && !List.of("username", "authenticatedUsername").contains(text)) {
      throw new IllegalArgumentException(
          Shown.quoted(text) + " is none of username, authenticatedUsername and metadata.NAME");
    }
    return text;
  }

  private static String prefix(String text) {
    if (!PREFIX.matcher(text).matches()) {
      throw new IllegalArgumentException(
          Shown.quoted(text)
              + " cannot begin a container's name: it takes letters, digits, '_', '.' and '-',"
              + " first a letter or digit");
    }
    return text;
  }

  private static Map<String, IdleRule.Action> actions() {
    Map<String, IdleRule.Action> actions = new LinkedHashMap<>();
    actions.put("remove", IdleRule.Action.REMOVE);
    actions.put("stop", IdleRule.Action.STOP);
    actions.put("pause", IdleRule.Action.PAUSE);
    return actions;
  }
}
