package dev.berth.domain.container;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A structure of the Engine API as an operator wrote it, passed through whole: the engine reads
/// field names in any letter case. Values are maps, lists, strings, numbers, booleans and null.
/// Values may hold secrets, so only the top names show in `toString`.
///
/// @param fields value by name, in the order they were written
public record EngineFields(Map<String, @Nullable Object> fields) {
  private static final EngineFields NONE = new EngineFields(Map.of());

  public EngineFields {
    fields = copyOfMap(fields);
  }

  /// No field given.
  public static EngineFields none() {
    return NONE;
  }

  /// The value of a field, its name in any letter case.
  public Optional<Object> get(String name) {
    return fields.entrySet().stream()
        .filter(e -> e.getKey().equalsIgnoreCase(name))
        .findFirst()
        .map(Map.Entry::getValue);
  }

  /// Whether the field was written, even as null.
  public boolean has(String name) {
    return fields.keySet().stream().anyMatch(name::equalsIgnoreCase);
  }

  private static Map<String, @Nullable Object> copyOfMap(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), copyOf(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object copyOf(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> copyOfMap(map);
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(element -> copy.add(copyOf(element)));
        yield Collections.unmodifiableList(copy);
      }
      case String s -> s;
      case Number n -> n;
      case Boolean b -> b;
      default ->
          throw new IllegalArgumentException(
              "an engine field cannot hold a " + value.getClass().getSimpleName());
    };
  }

  @Override
  public String toString() {
    return fields.keySet().toString();
  }
}
