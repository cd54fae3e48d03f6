package dev.berth.adapter.config;

import dev.berth.adapter.config.Node.Entry;
import dev.berth.adapter.config.Node.Mapping;
import dev.berth.adapter.config.Node.Nothing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Lays one tree over another. Sections are merged key by key; any other value replaces.
final class Merge {
  /// Below these, names are those of the Engine API, in any letter case.
  private static final Set<KeyPath> STRUCTURES =
      Set.of(
          DockerKeys.CONTAINER.path(),
          DockerKeys.HOST_CONFIG.path(),
          DockerKeys.NETWORK.path(),
          DockerKeys.PLATFORM.path());

  private Merge() {}

  static Node of(Node under, Node over) {
    return merged(under, over, KeyPath.ROOT, false);
  }

  private static Node merged(Node under, Node over, KeyPath path, boolean anyCase) {
    if (over instanceof Nothing) {
      return under;
    }
    if (!(under instanceof Mapping below && over instanceof Mapping above)) {
      return over;
    }
    boolean names = anyCase || STRUCTURES.contains(path);
    Map<String, Entry> entries = new LinkedHashMap<>(below.entries());
    above
        .entries()
        .forEach((name, entry) -> {
          String known = names ? sameName(entries, name) : name;
          Entry before = entries.get(known);
          entries.put(
              known,
              before == null
                  ? entry
                  : new Entry(
                      entry.at(), merged(before.value(), entry.value(), path.then(name), names)));
        });
    return new Mapping(above.at(), entries);
  }

  private static String sameName(Map<String, Entry> entries, String name) {
    return entries.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
  }
}
