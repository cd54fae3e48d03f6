package dev.berth.adapter.config;

import dev.berth.adapter.config.Node.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A configuration with its defaults, to be read by people: secrets are `***`, and what is referred
/// to shows as the reference.
final class EffectiveDocument {
  private static final String HIDDEN = "***";

  /// Before the host, and in the query, where tokens are.
  private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@]*(?=@)|(?<=[?]).+");

  private EffectiveDocument() {}

  /// The configuration in YAML.
  ///
  /// @param known the keys that are to show
  /// @param file what is written, its references not resolved
  static String of(KeyTree known, Node file) {
    return Yaml.write(section(known, Optional.of(file)));
  }

  private static Map<String, @Nullable Object> section(KeyTree known, Optional<Node> node) {
    Map<String, Entry> written =
        node.filter(Node.Mapping.class::isInstance)
            .map(section -> ((Node.Mapping) section).entries())
            .orElse(Map.of());
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    Stream.concat(
            known.children().keySet().stream().filter(known.names()::contains),
            written.keySet().stream())
        .distinct()
        .forEach(name ->
            known
                .child(name)
                .flatMap(child -> shown(child, Optional.ofNullable(written.get(name))))
                .ifPresent(value -> shown.put(name, value)));
    return shown;
  }

  private static Optional<Object> shown(KeyTree known, Optional<Entry> entry) {
    Optional<Node> value = entry.map(Entry::value).filter(node -> !(node instanceof Node.Nothing));
    if (known.key().isPresent()) {
      Key<?> key = known.key().get();
      return value
          .flatMap(node -> Optional.ofNullable(Plain.value(node)))
          .or(key::fallback)
          .map(plain -> withoutSecrets(key, plain));
    }
    return Optional.<Object>of(section(known, value))
        .filter(section -> !((Map<?, ?>) section).isEmpty());
  }

  private static Object withoutSecrets(Key<?> key, Object value) {
    if (Types.ANYTHING.equals(key.type())) {
      // The settings of parts that Berth does not have may hold anything.
      return HIDDEN;
    }
    return switch (value) {
      case List<?> list -> list.stream().map(item -> withoutSecrets(key, item)).toList();
      case String text when !text.isEmpty() -> withoutSecret(key, text);
      default -> key.notes().secrecy() == Key.Secrecy.WHOLE && !"".equals(value) ? HIDDEN : value;
    };
  }

  private static String withoutSecret(Key<?> key, String text) {
    return switch (key.notes().secrecy()) {
      case NONE -> text;
      case WHOLE -> HIDDEN;
      case PEM -> Pem.isText(text) ? HIDDEN : text;
      case ADDRESS -> CREDENTIALS.matcher(text).replaceAll(HIDDEN);
    };
  }
}
