package dev.berth.ports.driven;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;

/// Decides whether somebody who has proven who they are may use the gateway. Blocks; called on
/// virtual threads, many at once.
@FunctionalInterface
public interface Authorizer {
  /// Decides.
  ///
  /// @return if accepted, the user with what this step hands on as well
  Authenticator.Decision authorize(Client client, AuthenticatedUser user)
      throws InterruptedException;
}
