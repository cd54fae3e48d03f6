package dev.berth.domain.container;

/// The engine's own name for a container.
///
/// @param value as the engine gave it
public record ContainerId(String value) {
  /// The first 12 characters, as the docker command shows it.
  public String brief() {
    return value.substring(0, Math.min(12, value.length()));
  }

  @Override
  public String toString() {
    return value;
  }
}
