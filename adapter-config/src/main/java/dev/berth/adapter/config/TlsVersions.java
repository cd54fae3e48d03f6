package dev.berth.adapter.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One TLS version or a list of them. YAML reads an unquoted 1.3 as a number, which is taken as
/// well.
record TlsVersions() implements Type<List<String>> {
  private static final List<String> KNOWN = List.of("1.2", "1.3");

  @Override
  public String label() {
    return "1.2, 1.3, or a list of both";
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> one = Map.of("enum", List.of("1.2", "1.3", 1.2, 1.3));
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("type", "array");
    list.put("items", one);
    list.put("minItems", 1);
    return Map.of("anyOf", List.of(one, list));
  }

  @Override
  public Optional<List<String>> read(Node node, Reading reading) {
    if (node instanceof Node.Scalar scalar) {
      return KNOWN.contains(scalar.text())
          ? Optional.of(List.of(scalar.text()))
          : reading.refuse(node, Shown.quoted(scalar.text()) + " is not one of 1.2, 1.3");
    }
    if (!(node instanceof Node.Sequence list) || list.items().isEmpty()) {
      return reading.refuseKind(node, "1.2, 1.3, or a list of both");
    }
    Set<String> versions = new LinkedHashSet<>();
    for (Node item : list.items()) {
      Optional<List<String>> one =
          item instanceof Node.Scalar
              ? read(item, reading)
              : reading.refuseKind(item, "1.2 or 1.3");
      if (one.isEmpty()) {
        return Optional.empty();
      }
      versions.addAll(one.get());
    }
    return Optional.of(List.copyOf(versions));
  }
}
