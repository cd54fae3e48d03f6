package dev.berth.adapter.auth;

/// A hash could not be computed, so nobody can tell whether the password was right.
final class HashingFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private HashingFailedException(String reason) {
    super(reason);
  }

  HashingFailedException(Throwable cause) {
    // The kind is enough: a vendor's text might repeat what it was given.
    this("computing a password's hash failed: " + cause.getClass().getName());
  }

  static HashingFailedException tooMany(String source) {
    return new HashingFailedException("too many logins from " + source + " wait to be checked");
  }
}
