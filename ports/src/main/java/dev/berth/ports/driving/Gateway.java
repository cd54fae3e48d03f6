package dev.berth.ports.driving;

import dev.berth.domain.connection.Client;
import java.time.Duration;

/// The way in: an SSH server tells it of each client that connects.
public interface Gateway {
  /// A client connected. Nothing is launched yet, and this does not block.
  ///
  /// @return the handler of this connection; [ConnectionHandler#disconnected] must be called on it
  ///   in the end
  ConnectionHandler connected(Client client);

  /// Ends all connections that are left and waits until every container of this gateway is removed.
  ///
  /// @param deadline how long to wait at most
  /// @return whether everything was removed in time
  boolean shutdown(Duration deadline) throws InterruptedException;
}
