package dev.berth.domain.connection;

/// A name that somebody logs in with, or is known by after authentication.
///
/// @param value 1 to 255 characters, none of them a control character
public record Username(String value) {
  /// The longest name accepted, in UTF-16 units.
  public static final int MAX_LENGTH = 255;

  public Username {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a user name must have 1 to " + MAX_LENGTH + " characters, not " + value.length());
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a user name must not hold control characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
