package dev.berth.domain.mode;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How connections and sessions map to containers. Each mode holds only its own settings.
public sealed interface OperatingMode {
  /// The binary of each subsystem, by the subsystem's name.
  Map<String, String> subsystems();

  /// One container for each connection, kept by an idle program; each session's program runs in it
  /// by exec.
  ///
  /// @param idleCommand PID 1 of the container; it must end at end of file on its stdin
  /// @param shellCommand the program of a shell request
  /// @param subsystems the binary of each subsystem, by name
  /// @param agent where an image may have a guest agent, which starts programs if it has no shell
  record ContainerPerConnection(
      List<String> idleCommand,
      List<String> shellCommand,
      Map<String, String> subsystems,
      Optional<String> agent)
      implements OperatingMode {
    /// Where the older system's images have their agent.
    public static final String DEFAULT_AGENT = "/usr/bin/containerssh-agent";

    /// With the agent of the older system's images.
    public ContainerPerConnection(
        List<String> idleCommand, List<String> shellCommand, Map<String, String> subsystems) {
      this(idleCommand, shellCommand, subsystems, Optional.of(DEFAULT_AGENT));
    }

    public ContainerPerConnection {
      idleCommand = nonEmpty("idle command", idleCommand);
      shellCommand = nonEmpty("shell command", shellCommand);
      subsystems = ordered(subsystems);
    }
  }

  /// One container for each session; the session's program is the container's own.
  ///
  /// @param shellCommand the program of a shell request; empty for the image's own command
  /// @param subsystems the binary of each subsystem, by name
  record ContainerPerSession(List<String> shellCommand, Map<String, String> subsystems)
      implements OperatingMode {
    public ContainerPerSession {
      shellCommand = List.copyOf(shellCommand);
      subsystems = ordered(subsystems);
    }
  }

  /// One container for each key, shared by all connections that have it, through whatever gateway;
  /// it stays when they end.
  ///
  /// @param key what a connection is given its container by
  /// @param prefix what the names of the containers begin with
  /// @param idle what becomes of one that nobody uses
  /// @param host what runs in it, as in mode *connection*; but its idle command has a terminal that
  ///   nobody writes to, and no end of file
  record Persistent(ContainerKey key, String prefix, IdleRule idle, ContainerPerConnection host)
      implements OperatingMode {
    /// What the names of containers begin with by default.
    public static final String DEFAULT_PREFIX = "berth-persistent-";

    @Override
    public Map<String, String> subsystems() {
      return host.subsystems();
    }
  }

  private static List<String> nonEmpty(String what, List<String> command) {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("the " + what + " must not be empty");
    }
    return List.copyOf(command);
  }

  private static Map<String, String> ordered(Map<String, String> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
