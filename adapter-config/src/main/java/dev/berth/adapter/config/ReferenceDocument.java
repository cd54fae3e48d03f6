package dev.berth.adapter.config;

import dev.berth.adapter.config.Key.Standing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The reference of the configuration in Markdown, from the table of keys.
final class ReferenceDocument {
  private final List<Key<?>> keys;

  ReferenceDocument(List<Key<?>> keys) {
    this.keys = keys;
  }

  String render() {
    return ReferenceText.INTRODUCTION
        + ReferenceText.SECTIONS.entrySet().stream()
            .map(section -> section(section.getKey(), section.getValue()))
            .collect(Collectors.joining());
  }

  private String section(String name, String introduction) {
    List<Key<?>> own =
        keys.stream()
            .filter(key ->
                ReferenceText.SECTIONS.containsKey(first(key))
                    ? name.equals(first(key))
                    : ReferenceText.OTHERS.equals(name))
            .toList();
    StringBuilder text = new StringBuilder("\n## ").append(name).append("\n\n");
    text.append(introduction).append('\n');
    text.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    own.forEach(key -> text.append(row(key)));
    String example = example(own);
    if (!example.isEmpty()) {
      text.append("\nAll keys of this section:\n\n```yaml\n").append(example).append("```\n");
    }
    return text.toString();
  }

  private static String first(Key<?> key) {
    return key.path().segments().getFirst();
  }

  private static String row(Key<?> key) {
    String note =
        switch (key.standing()) {
          case Standing.Active active -> "";
          case Standing.WithoutEffect none -> " *Without effect so far.*";
          case Standing.OnlyDefault(String part) ->
              " *Not available yet (" + part + "): only the default may be given.*";
        };
    return "| `%s` | %s | %s | %s%s |\n"
        .formatted(
            key.path(),
            cell(key.type().label()),
            cell(fallback(key)),
            cell(key.notes().meaning()),
            note);
  }

  private static String fallback(Key<?> key) {
    return key.fallback().map(ReferenceDocument::shown).orElse(key.notes().fallback());
  }

  private static String shown(Object value) {
    return switch (value) {
      case List<?> list ->
          "`["
              + list.stream().map(ReferenceDocument::quoted).collect(Collectors.joining(", "))
              + "]`";
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> "`" + e.getKey() + ": " + e.getValue() + "`")
              .collect(Collectors.joining(", "));
      case String text when text.isEmpty() -> "`\"\"`";
      default -> "`" + value + "`";
    };
  }

  private static String quoted(Object value) {
    return "\"" + value + "\"";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String example(List<Key<?>> keys) {
    Map<String, Object> root = new LinkedHashMap<>();
    for (Key<?> key : keys) {
      if (!key.notes().examples().isEmpty()) {
        put(root, key.path().named("alice").segments(), key.notes().examples().getFirst());
      }
    }
    return root.isEmpty() ? "" : Yaml.write(root);
  }

  private static void put(Map<String, Object> root, List<String> path, Object value) {
    Map<String, Object> at = root;
    for (String segment : path.subList(0, path.size() - 1)) {
      @SuppressWarnings("unchecked") // Only this method makes the maps on the way.
      Map<String, Object> next =
          (Map<String, Object>)
              at.computeIfAbsent(segment, s -> new LinkedHashMap<String, Object>());
      at = next;
    }
    at.put(path.getLast(), value);
  }
}
