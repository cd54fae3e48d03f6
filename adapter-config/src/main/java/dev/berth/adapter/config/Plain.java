package dev.berth.adapter.config;

import dev.berth.adapter.config.Node.Entry;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns plain Java values (texts, numbers, booleans, lists, maps) into what a file would have, and
/// back.
final class Plain {
  private Plain() {}

  static Node node(Object value) {
    Location at = Location.WHOLE_FILE;
    return switch (value) {
      case String text -> new Node.Text(at, text);
      case Boolean flag -> new Node.Flag(at, flag.toString(), flag);
      case Integer number -> new Node.Whole(at, number.toString(), BigInteger.valueOf(number));
      case Long number -> new Node.Whole(at, number.toString(), BigInteger.valueOf(number));
      case Double number -> new Node.Decimal(at, number.toString(), number);
      case List<?> list -> new Node.Sequence(at, list.stream().map(Plain::node).toList());
      case Map<?, ?> map -> {
        Map<String, Entry> entries = new LinkedHashMap<>();
        map.forEach((name, item) -> entries.put(String.valueOf(name), new Entry(at, node(item))));
        yield new Node.Mapping(at, entries);
      }
      default -> throw new IllegalArgumentException("no plain value: " + value.getClass());
    };
  }

  /// The plain value of what a file has; null for nothing.
  static @Nullable Object value(Node node) {
    return switch (node) {
      case Node.Nothing _ -> null;
      case Node.Text text -> text.text();
      case Node.Flag flag -> flag.value();
      case Node.Whole whole -> whole.value();
      case Node.Decimal decimal -> decimal.value();
      case Node.Sequence sequence -> {
        List<@Nullable Object> items = new ArrayList<>();
        sequence.items().forEach(item -> items.add(value(item)));
        yield items;
      }
      case Node.Mapping mapping -> {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> entries.put(name, value(entry.value())));
        yield entries;
      }
    };
  }
}
