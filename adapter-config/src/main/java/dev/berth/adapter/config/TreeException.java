package dev.berth.adapter.config;

/// A text is well-formed but no tree that the configuration could be.
final class TreeException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Where.
  private final transient Location at;

  TreeException(Location at, String why) {
    super(why);
    this.at = at;
  }

  Location at() {
    return at;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
