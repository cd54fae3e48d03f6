package dev.berth.adapter.config;

import dev.berth.adapter.config.Key.Standing.OnlyDefault;
import dev.berth.adapter.config.Node.Entry;
import dev.berth.adapter.config.Node.Mapping;
import dev.berth.adapter.config.Node.Nothing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Goes through a file with the table of keys: reads what is known, and tells what is not.
final class Binding {
  private final KeyTree root;
  private final Reading reading;
  private final Values values;

  private Binding(KeyTree root, Reading reading, Values values) {
    this.root = root;
    this.reading = reading;
    this.values = values;
  }

  /// The values of a file; what is wrong with it is among the reading's problems.
  static Values bind(KeyTree known, Node file, Reading reading) {
    Values values = new Values(file.at());
    new Binding(known, reading, values).section(known, file, KeyPath.ROOT);
    return values;
  }

  private void section(KeyTree known, Node node, KeyPath path) {
    switch (node) {
      case Nothing nothing -> {}
      case Mapping mapping -> {
        if (known.children().containsKey(KeyTree.ANY_NAME)) {
          values.named(path, new ArrayList<>(mapping.entries().keySet()));
        }
        mapping.entries().forEach((name, entry) -> entry(known, path.then(name), entry));
      }
      default ->
          reading.at(path).refuseKind(node, "a section with the keys " + list(known.names()));
    }
  }

  private void entry(KeyTree section, KeyPath path, Entry entry) {
    Optional<KeyTree> known = section.child(path.last());
    if (known.isEmpty()) {
      reading.problems().add(entry.at(), path, unknown(section, path.last()));
      return;
    }
    Optional<Key<?>> key = known.get().key();
    if (key.isEmpty()) {
      values.section(path, entry.at());
      section(known.get(), entry.value(), path);
    } else if (!(entry.value() instanceof Nothing)) {
      value(key.get(), path, entry);
    }
  }

  private <T> void value(Key<T> key, KeyPath path, Entry entry) {
    Optional<T> value = key.type().read(entry.value(), reading.at(path));
    if (key.standing() instanceof OnlyDefault(String part)
        && value.isPresent()
        && !isEmpty(value.get())
        && !value.equals(Values.fallback(key))) {
      reading
          .at(path)
          .refuse(
              entry.value(),
              "is not available yet: this version of Berth has no " + part + "; leave the key out");
    }
    values.put(path, entry.at(), value);
  }

  private static boolean isEmpty(Object value) {
    return (value instanceof List<?> list && list.isEmpty()) || "".equals(value);
  }

  private String unknown(KeyTree section, String name) {
    Optional<String> near =
        Nearest.to(name, section.names())
            .map(section.path()::then)
            .map(KeyPath::toString)
            .or(() -> root.find(name).map(KeyPath::toString));
    return near.map(key -> "unknown key; did you mean " + key + "?")
        .orElseGet(() -> "unknown key; known here are " + list(section.names()));
  }

  private static String list(Iterable<String> names) {
    return String.join(", ", names);
  }
}
