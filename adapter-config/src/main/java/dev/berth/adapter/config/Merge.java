package dev.berth.adapter.config;

import dev.berth.adapter.config.Node.Entry;
import dev.berth.adapter.config.Node.Mapping;
import dev.berth.adapter.config.Node.Nothing;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Lays one tree over another. Sections are merged key by key; any other value replaces.
final class Merge {
  /// Structures of the Engine API.
  private static final Set<KeyPath> STRUCTURES =
      Set.of(
          DockerKeys.CONTAINER.path(),
          DockerKeys.HOST_CONFIG.path(),
          DockerKeys.NETWORK.path(),
          DockerKeys.PLATFORM.path());

  /// Of these fields of the Engine API's structures the entries have names of the operator's own.
  private static final Set<String> MAPS =
      Set.of(
          "annotations",
          "config",
          "driveropts",
          "endpointsconfig",
          "exposedports",
          "labels",
          "portbindings",
          "storageopt",
          "sysctls",
          "tmpfs",
          "volumes");

  /// Whose the names of a section are.
  private enum Names {
    /// Our keys, as they are written.
    KEYS,
    /// The Engine API's, in any letter case.
    FIELDS,
    /// The operator's, as they are written. What is below them may be a structure again.
    OWN
  }

  private Merge() {}

  static Node of(Node under, Node over) {
    return merged(under, over, KeyPath.ROOT, Names.KEYS);
  }

  private static Node merged(Node under, Node over, KeyPath path, Names names) {
    if (over instanceof Nothing) {
      return under;
    }
    if (!(under instanceof Mapping below && over instanceof Mapping above)) {
      return over;
    }
    Map<String, Entry> entries = new LinkedHashMap<>(below.entries());
    above
        .entries()
        .forEach((name, entry) -> {
          String known = names == Names.FIELDS ? sameName(entries, name) : name;
          Entry before = entries.get(known);
          KeyPath its = path.then(name);
          entries.put(
              known,
              before == null
                  ? entry
                  : new Entry(
                      entry.at(),
                      merged(before.value(), entry.value(), its, below(names, name, its))));
        });
    return new Mapping(above.at(), entries);
  }

  private static Names below(Names names, String name, KeyPath path) {
    return switch (names) {
      case KEYS -> STRUCTURES.contains(path) ? Names.FIELDS : Names.KEYS;
      case FIELDS -> MAPS.contains(name.toLowerCase(Locale.ROOT)) ? Names.OWN : Names.FIELDS;
      case OWN -> Names.FIELDS;
    };
  }

  private static String sameName(Map<String, Entry> entries, String name) {
    return entries.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
  }
}
