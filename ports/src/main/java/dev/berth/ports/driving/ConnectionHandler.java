package dev.berth.ports.driving;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Username;
import java.time.Duration;

/// A client connection before and after its authentication. All methods are safe to call from any
/// thread.
public interface ConnectionHandler {
  /// The client has logged in. Launching begins in the background; what fails is told by the first
  /// session.
  ///
  /// @throws IllegalStateException if it was called before
  SshConnectionHandler handshakeSucceeded(AuthenticatedUser user);

  /// The client has logged in, with nothing handed on by authentication.
  default SshConnectionHandler handshakeSucceeded(Username username) {
    return handshakeSucceeded(AuthenticatedUser.of(username));
  }

  /// The client is gone: its programs are ended and its containers removed, in the background.
  /// Calling it again does nothing.
  void disconnected();

  /// Ends the connection's programs and waits until its containers are removed. Implies
  /// [#disconnected].
  ///
  /// @param deadline how long to wait at most
  /// @return whether all were removed in time
  boolean shutdown(Duration deadline) throws InterruptedException;
}
