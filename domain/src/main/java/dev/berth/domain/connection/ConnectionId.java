package dev.berth.domain.connection;

import java.util.UUID;
import java.util.regex.Pattern;

/// Names one client connection in logs, labels, webhooks and messages to the user.
///
/// @param value 1 to 64 letters, digits, `-` or `_`, so that it is safe in a container name, a
///   label and a log line
public record ConnectionId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  public ConnectionId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "connection id \"" + value + "\" must be 1 to 64 letters, digits, '-' or '_'");
    }
  }

  /// A new identity: 32 hexadecimal digits, 122 of the bits random.
  public static ConnectionId random() {
    return new ConnectionId(UUID.randomUUID().toString().replace("-", ""));
  }

  @Override
  public String toString() {
    return value;
  }
}
