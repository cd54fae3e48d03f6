package dev.berth.adapter.config;

import dev.berth.adapter.config.Node.Entry;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns plain Java values (texts, numbers, booleans, lists, maps) into what a file would have.
final class Plain {
  private Plain() {}

  static Node node(Object value) {
    Location at = Location.WHOLE_FILE;
    return switch (value) {
      case String text -> new Node.Text(at, text);
      case Boolean flag -> new Node.Flag(at, flag.toString(), flag);
      case Integer number -> new Node.Whole(at, number.toString(), BigInteger.valueOf(number));
      case Long number -> new Node.Whole(at, number.toString(), BigInteger.valueOf(number));
      case List<?> list -> new Node.Sequence(at, list.stream().map(Plain::node).toList());
      case Map<?, ?> map -> {
        Map<String, Entry> entries = new LinkedHashMap<>();
        map.forEach((name, item) -> entries.put(String.valueOf(name), new Entry(at, node(item))));
        yield new Node.Mapping(at, entries);
      }
      default -> throw new IllegalArgumentException("no plain value: " + value.getClass());
    };
  }
}
