package dev.berth.adapter.auth;

import dev.berth.domain.configuration.PasswordHash;

/// Computes the hash of a password, which is made to be expensive: the one piece of work whose
/// amount could tell a client whether a user exists. Tests count it here.
@FunctionalInterface
interface Hashing {
  /// Whether a password comes to a hash; takes the same time for either answer.
  ///
  /// @param password in UTF-8, no longer than the kind of hash can tell apart
  boolean matches(PasswordHash hash, byte[] password);
}
