package dev.berth.bootstrap.e2e;

import java.util.Locale;

/// How a gateway under test maps connections to containers.
enum Mode {
  CONNECTION,
  SESSION;

  /// As the configuration has it.
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
