package dev.berth.domain.container;

/// When an image is pulled before a container is created.
public enum PullPolicy {
  /// Before each container, so that a moved tag is followed.
  ALWAYS,
  /// Only where the engine does not have it.
  IF_NOT_PRESENT,
  /// Never: an image that is not there is an error.
  NEVER
}
