package dev.berth.adapter.config;

import java.util.Map;
import java.util.Optional;

/// What a key may be set to: how it is read, and how it is described.
interface Type<T> {
  /// A few words for the reference.
  String label();

  /// Its JSON Schema.
  Map<String, Object> schema();

  /// The value; empty if it is wrong, which is then among the problems.
  Optional<T> read(Node node, Reading reading);
}
