package dev.berth.adapter.config;

import dev.berth.domain.container.EngineFields;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A structure of the Engine API, taken over whole.
///
/// @param structure its name there
record EngineType(String structure) implements Type<EngineFields> {
  @Override
  public String label() {
    return "Engine API structure `" + structure + "`";
  }

  @Override
  public Map<String, Object> schema() {
    return Map.of("type", "object");
  }

  @Override
  public Optional<EngineFields> read(Node node, Reading reading) {
    if (!(node instanceof Node.Mapping mapping)) {
      return reading.refuseKind(node, "a section with fields of the Engine API's " + structure);
    }
    Map<String, String> seen = new HashMap<>();
    mapping
        .entries()
        .forEach((name, entry) -> {
          String earlier = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
          if (earlier != null) {
            reading
                .problems()
                .add(
                    entry.at(),
                    reading.path().then(name),
                    "is the same field as \""
                        + earlier
                        + "\": the engine does not tell letter case apart");
          }
        });
    return Optional.of(of(fields(mapping, reading)));
  }

  // NullAway does not see the annotations inside the types of another module's record.
  @SuppressWarnings("NullAway")
  static EngineFields of(Map<String, @Nullable Object> fields) {
    return new EngineFields(fields);
  }

  private static Map<String, @Nullable Object> fields(Node.Mapping mapping, Reading reading) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((name, entry) -> fields.put(name, value(entry.value(), reading.field(name))));
    return fields;
  }

  private static @Nullable Object value(Node node, Reading reading) {
    return switch (node) {
      case Node.Nothing nothing -> null;
      case Node.Text text -> text.text();
      case Node.Flag flag -> flag.value();
      case Node.Whole whole -> number(whole.value());
      case Node.Decimal decimal -> {
        if (!Double.isFinite(decimal.value())) {
          reading.problems().add(node.at(), reading.path(), "is a number that JSON does not have");
        }
        yield decimal.value();
      }
      case Node.Mapping mapping -> fields(mapping, reading);
      case Node.Sequence sequence -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
          items.add(value(sequence.items().get(i), reading.item(i)));
        }
        yield items;
      }
    };
  }

  private static Number number(BigInteger value) {
    return value.bitLength() < Long.SIZE ? (Number) value.longValueExact() : value;
  }
}
