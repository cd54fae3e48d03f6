package dev.berth.domain.container;

import java.util.regex.Pattern;

/// Names one gateway among those that share an engine.
///
/// @param name 1 to 128 letters, digits, `.`, `_` or `-`
public record GatewayInstance(String name) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

  public GatewayInstance {
    if (!SHAPE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "instance name \"" + name + "\" must be 1 to 128 letters, digits, '.', '_' or '-'");
    }
  }
}
