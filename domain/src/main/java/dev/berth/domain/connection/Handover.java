package dev.berth.domain.connection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one authentication step hands on to the next and at last to the container.
///
/// @param metadata facts about the user, by key
/// @param environment variables for every program of the connection, by name
/// @param files files for the container, by absolute path
public record Handover(
    Map<String, HandedValue> metadata,
    Map<String, HandedValue> environment,
    Map<String, HandedFile> files) {
  private static final Handover NOTHING = new Handover(Map.of(), Map.of(), Map.of());

  public Handover {
    metadata = ordered(metadata);
    environment = ordered(environment);
    files = ordered(files);
  }

  /// Nothing handed on.
  public static Handover nothing() {
    return NOTHING;
  }

  /// This and what a later step adds; the later value wins where both have one.
  public Handover with(Handover later) {
    return new Handover(
        merged(metadata, later.metadata),
        merged(environment, later.environment),
        merged(files, later.files));
  }

  /// The same with `***` in the place of what is sensitive.
  public Handover withoutSecrets() {
    return new Handover(hidden(metadata), hidden(environment), files);
  }

  private static Map<String, HandedValue> hidden(Map<String, HandedValue> values) {
    Map<String, HandedValue> shown = new LinkedHashMap<>(values);
    shown.replaceAll((_, value) -> new HandedValue(value.toString(), value.sensitive()));
    return shown;
  }

  private static <V> Map<String, V> merged(Map<String, V> earlier, Map<String, V> later) {
    Map<String, V> all = new LinkedHashMap<>(earlier);
    all.putAll(later);
    return all;
  }

  private static <V> Map<String, V> ordered(Map<String, V> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
