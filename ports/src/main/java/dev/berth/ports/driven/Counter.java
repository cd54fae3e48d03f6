package dev.berth.ports.driven;

/// Counts something up, for metrics. It must not block and must not throw.
@FunctionalInterface
public interface Counter {
  /// Adds one.
  void increment();

  /// A counter that forgets everything.
  static Counter discarding() {
    return () -> {};
  }
}
