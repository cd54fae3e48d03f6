package dev.berth.adapter.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.adapter.config.Key.Standing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The JSON Schema of the file, from the table of keys.
final class SchemaDocument {
  private static final String ADDITIONAL = "additionalProperties";
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

  private final KeyTree root;

  SchemaDocument(List<Key<?>> keys) {
    this.root = KeyTree.of(keys);
  }

  String render() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Configuration of Berth");
    schema.putAll(section(root));
    schema.put("required", List.of("ssh"));
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT);
    try {
      return new JsonMapper().writer(printer).writeValueAsString(schema) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of plain values can be written", e);
    }
  }

  private static Map<String, Object> section(KeyTree tree) {
    Map<String, Object> schema = new LinkedHashMap<>();
    // A section of which nothing is written, in YAML, is null.
    schema.put("type", List.of("object", "null"));
    Map<String, Object> properties = new LinkedHashMap<>();
    schema.put(ADDITIONAL, false);
    tree.children()
        .forEach((name, child) -> {
          Map<String, Object> described =
              child.key().map(SchemaDocument::value).orElseGet(() -> section(child));
          if (KeyTree.ANY_NAME.equals(name) || KeyTree.OTHERS.equals(name)) {
            schema.put(ADDITIONAL, described);
          } else {
            properties.put(name, described);
          }
        });
    schema.put("properties", properties);
    if (properties.containsKey("hostkeys")) {
      schema.put("type", "object");
      schema.put("required", List.of("hostkeys"));
    }
    return schema;
  }

  private static Map<String, Object> value(Key<?> key) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", description(key));
    schema.putAll(sorted(key.type().schema()));
    if (key.standing() instanceof Standing.OnlyDefault && key.fallback().isPresent()) {
      schema.put("const", key.fallback().get());
    }
    key.fallback().ifPresent(value -> schema.put("default", value));
    if (!key.notes().examples().isEmpty()) {
      schema.put("examples", key.notes().examples());
    }
    return schema;
  }

  /// The same in an order that is always the same.
  private static Map<String, Object> sorted(Map<?, ?> schema) {
    Map<String, Object> sorted = new TreeMap<>();
    schema.forEach((name, value) ->
        sorted.put(String.valueOf(name), value instanceof Map<?, ?> map ? sorted(map) : value));
    return sorted;
  }

  private static String description(Key<?> key) {
    return switch (key.standing()) {
      case Standing.Active active -> key.notes().meaning();
      case Standing.WithoutEffect none -> key.notes().meaning() + " Without effect so far.";
      case Standing.OnlyDefault(String part) ->
          key.notes().meaning()
              + " Not available yet ("
              + part
              + "): only the default may be given.";
    };
  }
}
