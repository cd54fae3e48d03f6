package dev.berth.adapter.config;

import dev.berth.domain.configuration.MaxStartups;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `start:rate:full`, a number alone, or the three as a section.
record MaxStartupsType() implements Type<MaxStartups> {
  private static final List<String> FIELDS = List.of("start", "rate", "full");
  private static final Types.Whole COUNT = new Types.Whole(1, MaxStartups.MOST);
  private static final Types.Whole PERCENT = new Types.Whole(1, 100);

  @Override
  public String label() {
    return "`start:rate:full`, number, or section of `start`, `rate`, `full`";
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("start", COUNT.schema());
    fields.put("rate", PERCENT.schema());
    fields.put("full", COUNT.schema());
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", List.of("string", "integer", "object"));
    schema.put("pattern", "^[0-9]{1,7}(:[0-9]{1,3}:[0-9]{1,7})?$");
    schema.put("minimum", 1);
    schema.put("maximum", MaxStartups.MOST);
    schema.put("properties", fields);
    schema.put("required", FIELDS);
    schema.put("additionalProperties", false);
    return schema;
  }

  @Override
  public Optional<MaxStartups> read(Node node, Reading reading) {
    return switch (node) {
      case Node.Mapping mapping -> section(mapping, reading);
      case Node.Scalar scalar -> checked(node, reading, () -> MaxStartups.parse(scalar.text()));
      default -> reading.refuseKind(node, "start:rate:full, or a number");
    };
  }

  private static Optional<MaxStartups> section(Node.Mapping mapping, Reading reading) {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((name, entry) -> {
          if (!FIELDS.contains(name)) {
            reading
                .field(name)
                .refuse(entry.value(), "unknown key; known here are start, rate, full");
          }
          ("rate".equals(name) ? PERCENT : COUNT)
              .read(entry.value(), reading.field(name))
              .ifPresent(number -> numbers.put(name, number));
        });
    if (!mapping.entries().keySet().containsAll(FIELDS)) {
      return reading.refuse(mapping, "must have all of start, rate and full");
    }
    Integer start = numbers.get("start");
    Integer rate = numbers.get("rate");
    Integer full = numbers.get("full");
    return start == null || rate == null || full == null
        ? Optional.empty()
        : checked(mapping, reading, () -> new MaxStartups(start, rate, full));
  }

  private static Optional<MaxStartups> checked(
      Node node, Reading reading, java.util.function.Supplier<MaxStartups> value) {
    try {
      return Optional.of(value.get());
    } catch (IllegalArgumentException wrong) {
      return reading.refuse(node, String.valueOf(wrong.getMessage()));
    }
  }
}
