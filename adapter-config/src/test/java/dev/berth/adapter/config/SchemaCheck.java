package dev.berth.adapter.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// As much of JSON Schema as the configuration's schema uses; a keyword that is not understood
/// fails.
final class SchemaCheck {
  private static final Set<String> ANNOTATIONS =
      Set.of("$schema", "title", "description", "default", "examples");

  private final List<String> faults = new ArrayList<>();

  private SchemaCheck() {}

  static List<String> faults(JsonNode value) throws JsonProcessingException {
    return faults(new JsonMapper().readTree(ConfigurationFiles.jsonSchema()), value);
  }

  static List<String> faults(JsonNode schema, JsonNode value) {
    SchemaCheck check = new SchemaCheck();
    check.check("", schema, value);
    return check.faults;
  }

  private void check(String path, JsonNode schema, JsonNode value) {
    schema
        .properties()
        .forEach(keyword -> {
          boolean holds =
              switch (keyword.getKey()) {
                case String name when ANNOTATIONS.contains(name) -> true;
                case "type" -> hasType(keyword.getValue(), value);
                case "enum" -> contains(keyword.getValue(), value);
                case "const" -> keyword.getValue().equals(value);
                case "pattern" ->
                    !value.isTextual()
                        || Pattern.compile(keyword.getValue().asText())
                            .matcher(value.asText())
                            .find();
                case "minimum" ->
                    !value.isNumber() || value.asDouble() >= keyword.getValue().asDouble();
                case "maximum" ->
                    !value.isNumber() || value.asDouble() <= keyword.getValue().asDouble();
                case "maxLength" ->
                    !value.isTextual() || value.asText().length() <= keyword.getValue().asInt();
                case "minLength" ->
                    !value.isTextual() || value.asText().length() >= keyword.getValue().asInt();
                case "minItems" -> !value.isArray() || value.size() >= keyword.getValue().asInt();
                case "required" -> hasAll(keyword.getValue(), value);
                case "anyOf" -> anyHolds(keyword.getValue(), value);
                case "items" -> {
                  value.forEach(item -> check(path + "[]", keyword.getValue(), item));
                  yield true;
                }
                case "properties", "additionalProperties" -> true;
                default -> false;
              };
          if (!holds) {
            faults.add(path + ": " + keyword.getKey());
          }
        });
    if (value.isObject()) {
      properties(path, schema, value);
    }
  }

  private static boolean anyHolds(JsonNode schemas, JsonNode value) {
    for (JsonNode schema : schemas) {
      if (faults(schema, value).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private void properties(String path, JsonNode schema, JsonNode value) {
    value
        .properties()
        .forEach(field -> {
          String name = path + "." + field.getKey();
          JsonNode known = schema.path("properties").path(field.getKey());
          JsonNode others = schema.path("additionalProperties");
          if (!known.isMissingNode()) {
            check(name, known, field.getValue());
          } else if (others.isObject()) {
            check(name, others, field.getValue());
          } else if (others.isBoolean() && !others.asBoolean()) {
            faults.add(name + ": unknown");
          }
        });
  }

  private static boolean hasType(JsonNode types, JsonNode value) {
    if (types.isArray()) {
      for (JsonNode type : types) {
        if (hasType(type, value)) {
          return true;
        }
      }
      return false;
    }
    return switch (types.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "null" -> value.isNull();
      default -> false;
    };
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode one : values) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasAll(JsonNode names, JsonNode value) {
    for (JsonNode name : names) {
      if (value.isObject() && !value.has(name.asText())) {
        return false;
      }
    }
    return true;
  }
}
