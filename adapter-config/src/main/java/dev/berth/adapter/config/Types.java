package dev.berth.adapter.config;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The types that sections share.
final class Types {
  /// Any text; a number or true and false as they were written.
  static final Type<String> TEXT = new CheckedText<>("text", Map.of("type", "string"), s -> s);

  /// A text that becomes part of a command line.
  static final Type<String> ARGUMENT =
      new CheckedText<>("text", Map.of("type", "string"), Types::withoutNul);

  /// Whatever is written there is not looked at.
  static final Type<Node> ANYTHING = new Anything();

  static final Type<Boolean> BOOL = new Bool();

  private Types() {}

  private static String withoutNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("must not hold a zero character");
    }
    return text;
  }

  static <T> Type<List<T>> listOf(Type<T> item) {
    return new ListOf<>(item, 0);
  }

  static <T> Type<List<T>> nonEmptyListOf(Type<T> item) {
    return new ListOf<>(item, 1);
  }

  /// A text that a function turns into a value.
  ///
  /// @param parse throws [IllegalArgumentException] with what is wrong in words that follow the key
  record CheckedText<T>(String label, Map<String, Object> schema, Function<String, T> parse)
      implements Type<T> {
    @Override
    public Optional<T> read(Node node, Reading reading) {
      if (!(node instanceof Node.Scalar scalar)) {
        return reading.refuseKind(node, "a text");
      }
      try {
        return Optional.of(parse.apply(scalar.text()));
      } catch (IllegalArgumentException e) {
        return reading.refuse(node, String.valueOf(e.getMessage()));
      }
    }
  }

  private record Bool() implements Type<Boolean> {
    @Override
    public String label() {
      return "true or false";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of("type", "boolean");
    }

    @Override
    public Optional<Boolean> read(Node node, Reading reading) {
      return switch (node) {
        case Node.Flag flag -> Optional.of(flag.value());
        // The older words of YAML.
        case Node.Text(Location at, String text) when "yes".equals(text) || "on".equals(text) ->
            Optional.of(true);
        case Node.Text(Location at, String text) when "no".equals(text) || "off".equals(text) ->
            Optional.of(false);
        default -> reading.refuse(node, "must be true or false");
      };
    }
  }

  /// A whole number within bounds.
  record Whole(int least, int most) implements Type<Integer> {
    @Override
    public String label() {
      return "number, " + least + " to " + most;
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "integer");
      schema.put("minimum", least);
      schema.put("maximum", most);
      return schema;
    }

    @Override
    public Optional<Integer> read(Node node, Reading reading) {
      if (node instanceof Node.Whole whole
          && whole.value().compareTo(BigInteger.valueOf(least)) >= 0
          && whole.value().compareTo(BigInteger.valueOf(most)) <= 0) {
        return Optional.of(whole.value().intValueExact());
      }
      return reading.refuse(node, "must be a whole number between " + least + " and " + most);
    }
  }

  /// A number within bounds.
  record Real(int least, int most) implements Type<Double> {
    @Override
    public String label() {
      return "number, " + least + " to " + most;
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "number");
      schema.put("minimum", least);
      schema.put("maximum", most);
      return schema;
    }

    @Override
    public Optional<Double> read(Node node, Reading reading) {
      Optional<Double> value =
          switch (node) {
            case Node.Whole whole -> Optional.of(whole.value().doubleValue());
            case Node.Decimal decimal -> Optional.of(decimal.value());
            default -> Optional.empty();
          };
      return value.filter(number -> number >= least && number <= most).isPresent()
          ? value
          : reading.refuse(node, "must be a number between " + least + " and " + most);
    }
  }

  private record ListOf<T>(Type<T> item, int least) implements Type<List<T>> {
    @Override
    public String label() {
      return "list of " + item.label();
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "array");
      schema.put("items", item.schema());
      if (least > 0) {
        schema.put("minItems", least);
      }
      return schema;
    }

    @Override
    public Optional<List<T>> read(Node node, Reading reading) {
      if (!(node instanceof Node.Sequence sequence)) {
        return reading.refuse(
            node, "must be a list, as in [\"first\", \"second\"], not " + node.kind());
      }
      if (sequence.items().size() < least) {
        return reading.refuse(node, "must not be an empty list");
      }
      List<T> values = new ArrayList<>();
      for (int i = 0; i < sequence.items().size(); i++) {
        item.read(sequence.items().get(i), reading.item(i)).ifPresent(values::add);
      }
      return Optional.of(values);
    }
  }

  /// Values by name.
  record MapOf<T>(Type<T> value) implements Type<Map<String, T>> {
    @Override
    public String label() {
      return value.label() + " by name";
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", "object");
      schema.put("additionalProperties", value.schema());
      return schema;
    }

    @Override
    public Optional<Map<String, T>> read(Node node, Reading reading) {
      if (!(node instanceof Node.Mapping mapping)) {
        return reading.refuseKind(node, "a section of names and values");
      }
      Map<String, T> values = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach((name, entry) ->
              value.read(entry.value(), reading.field(name)).ifPresent(v -> values.put(name, v)));
      return Optional.of(values);
    }
  }

  private record Anything() implements Type<Node> {
    @Override
    public String label() {
      return "anything";
    }

    @Override
    public Map<String, Object> schema() {
      return Map.of();
    }

    @Override
    public Optional<Node> read(Node node, Reading reading) {
      return Optional.of(node);
    }
  }
}
