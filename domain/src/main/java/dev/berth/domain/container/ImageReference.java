package dev.berth.domain.container;

/// Names an image as the Engine API takes it: `[registry/]name[:tag][@digest]`.
///
/// @param value the reference, at most 4,096 characters without white space
public record ImageReference(String value) {
  public ImageReference {
    if (value.isBlank()
        || value.length() > 4096
        || value.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw new IllegalArgumentException(
          "an image reference must have 1 to 4096 characters and no white space");
    }
  }

  /// The registry that it comes from, as `host` or `host:port`; `docker.io` where none is named.
  public String registry() {
    int slash = value.indexOf('/');
    String first = slash < 0 ? "" : value.substring(0, slash);
    return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || "localhost".equals(first)
        ? first
        : "docker.io";
  }

  @Override
  public String toString() {
    return value;
  }
}
