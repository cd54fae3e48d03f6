package dev.berth.adapter.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The known keys as the sections of a file. A node is a section, a key, or a key's place for other
/// names of a part.
final class KeyTree {
  /// Stands for a name that the operator chooses.
  static final String ANY_NAME = "<name>";

  /// Stands for the keys of a part that Berth does not know one by one.
  static final String OTHERS = "*";

  private final KeyPath path;
  private final Map<String, KeyTree> children = new LinkedHashMap<>();
  private Optional<Key<?>> key = Optional.empty();

  private KeyTree(KeyPath path) {
    this.path = path;
  }

  static KeyTree of(List<Key<?>> keys) {
    KeyTree root = new KeyTree(KeyPath.ROOT);
    for (Key<?> key : keys) {
      KeyTree at = root;
      for (String segment : key.path().segments()) {
        KeyPath path = at.path.then(segment);
        at = at.children.computeIfAbsent(segment, s -> new KeyTree(path));
      }
      if (at.key.isPresent()) {
        throw new IllegalStateException("the key table has " + key.path() + " twice");
      }
      at.key = Optional.of(key);
    }
    return root;
  }

  KeyPath path() {
    return path;
  }

  Optional<Key<?>> key() {
    return key;
  }

  Map<String, KeyTree> children() {
    return Collections.unmodifiableMap(children);
  }

  /// What a name stands for here.
  Optional<KeyTree> child(String name) {
    if (names().contains(name)) {
      return Optional.ofNullable(children.get(name));
    }
    // A name that is nearly a known one is a slip, not something of the part's own.
    boolean slip = Nearest.to(name, names()).isPresent();
    return Optional.ofNullable(children.get(ANY_NAME))
        .or(() -> slip ? Optional.empty() : Optional.ofNullable(children.get(OTHERS)));
  }

  /// The names known here.
  Set<String> names() {
    Set<String> names = new TreeSet<>(children.keySet());
    names.remove(OTHERS);
    names.remove(ANY_NAME);
    return names;
  }

  /// Keys anywhere below with a last name, in any letter case.
  Optional<KeyPath> find(String name) {
    Collection<KeyTree> all = children.values();
    return all.stream()
        .filter(child -> child.path.last().equalsIgnoreCase(name))
        .map(KeyTree::path)
        .findFirst()
        .or(() -> all.stream().flatMap(child -> child.find(name).stream()).findFirst());
  }
}
