package dev.berth.bootstrap.cli;

/// A new password cannot be taken; the message says why and never holds the password.
final class UnusablePasswordException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnusablePasswordException(String reason) {
    super(reason);
  }
}
