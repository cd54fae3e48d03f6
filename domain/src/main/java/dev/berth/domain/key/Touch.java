package dev.berth.domain.key;

/// What must be known of the person at a FIDO key (OpenSSH's PROTOCOL.u2f).
///
/// @param presence whether somebody must have touched it
/// @param verification whether it must have verified who touched it, by PIN or finger
public record Touch(boolean presence, boolean verification) {
  /// Nothing.
  public static final Touch NONE = new Touch(false, false);

  /// Somebody must have been there.
  public static final Touch DEFAULT = new Touch(true, false);

  /// What both demand.
  public Touch and(Touch other) {
    return new Touch(presence || other.presence, verification || other.verification);
  }

  /// Whether a signature is enough.
  ///
  /// @param present it says that somebody was there
  /// @param verified it says that they were verified
  public boolean isMetBy(boolean present, boolean verified) {
    return (present || !presence) && (verified || !verification);
  }
}
