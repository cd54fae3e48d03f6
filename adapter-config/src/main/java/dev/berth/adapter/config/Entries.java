package dev.berth.adapter.config;

import dev.berth.adapter.config.Node.Entry;
import java.util.LinkedHashMap;
import java.util.Map;

/// The entries of a section while it is being read: tells of keys that are given twice.
final class Entries {
  private final KeyPath path;
  private final Problems problems;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  Entries(KeyPath path, Problems problems) {
    this.path = path;
    this.problems = problems;
  }

  void add(String key, Entry entry) {
    Entry earlier = entries.putIfAbsent(key, entry);
    if (earlier != null) {
      problems.add(
          entry.at(), path.then(key), "is given twice, first in line " + earlier.at().line());
    }
  }

  /// Takes over what is not given here.
  void merge(Node.Mapping other) {
    other.entries().forEach(entries::putIfAbsent);
  }

  Node.Mapping at(Location at) {
    return new Node.Mapping(at, entries);
  }
}
