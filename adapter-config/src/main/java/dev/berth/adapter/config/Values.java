package dev.berth.adapter.config;

import dev.berth.adapter.config.ConfigurationFiles.Algorithms;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a file sets the keys to, and their defaults.
final class Values {
  private final Map<KeyPath, Location> written = new LinkedHashMap<>();
  private final Map<KeyPath, Object> read = new LinkedHashMap<>();
  private final Map<KeyPath, List<String>> names = new LinkedHashMap<>();
  private final Location top;

  /// @param top where the file's content begins
  Values(Location top) {
    this.top = top;
  }

  void section(KeyPath path, Location at) {
    written.put(path, at);
  }

  void named(KeyPath section, List<String> chosen) {
    names.put(section, List.copyOf(chosen));
  }

  <T> void put(KeyPath path, Location at, Optional<T> value) {
    written.put(path, at);
    value.ifPresent(v -> read.put(path, v));
  }

  /// Whether a key is written, rightly or not.
  boolean isWritten(KeyPath path) {
    return written.containsKey(path);
  }

  /// Whether what a key is set to could not be read.
  boolean isWrong(Key<?> key) {
    return isWritten(key.path()) && find(key).isEmpty();
  }

  /// Whether a text is given, right or wrong, and not empty.
  boolean isGiven(Key<String> key) {
    return isWritten(key.path()) && find(key).filter(String::isEmpty).isEmpty();
  }

  /// Where a key is, or else the section that it would be in.
  Location at(KeyPath path) {
    KeyPath nearest = path;
    while (!written.containsKey(nearest)) {
      if (nearest.segments().isEmpty()) {
        return top;
      }
      nearest = nearest.parent();
    }
    return written.getOrDefault(nearest, top);
  }

  /// The names that the operator chose in a section.
  List<String> names(String section) {
    return names.getOrDefault(KeyPath.of(section), List.of());
  }

  /// The value of a key that has a default.
  <T> T get(Key<T> key) {
    return find(key)
        .or(() -> fallback(key))
        .orElseThrow(() -> new IllegalStateException(key.path() + " has no default"));
  }

  /// The value of a key, if it has one.
  <T> Optional<T> find(Key<T> key) {
    return read(key.path());
  }

  /// The value of a key below a name that the operator chose, if it has one.
  <T> Optional<T> find(Key<T> key, String name) {
    return read(key.path().named(name));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <T> Optional<T> read(KeyPath path) {
    // What is stored at a key's path was read by the key's own type.
    return Optional.ofNullable((T) read.get(path));
  }

  /// The default of a key, read from what the documentation says it is.
  static <T> Optional<T> fallback(Key<T> key) {
    Problems problems = new Problems();
    Reading reading = new Reading(key.path(), Path.of(""), Algorithms.UNCHECKED, problems);
    Optional<T> value = key.fallback().flatMap(v -> key.type().read(Plain.node(v), reading));
    if (problems.any()) {
      throw new IllegalStateException("the default is wrong: " + problems.inFileOrder());
    }
    return value;
  }
}
