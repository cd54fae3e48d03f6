package dev.berth.domain.connection;

/// The stages of a client connection. What a stage does not have cannot be asked of it.
public sealed interface Connection {
  /// The other end.
  Client client();

  /// Connected, nobody logged in yet: nothing is trusted and nothing is launched.
  ///
  /// @param client the other end
  record Pending(Client client) implements Connection {
    /// The next stage, once somebody has proven who they are.
    public Authenticated authenticated(AuthenticatedUser user) {
      return new Authenticated(client, user);
    }
  }

  /// Logged in: containers may be launched.
  ///
  /// @param client the other end
  /// @param user who logged in
  record Authenticated(Client client, AuthenticatedUser user) implements Connection {}

  /// Over: nothing may be launched any more.
  ///
  /// @param client the other end
  record Closed(Client client) implements Connection {}

  /// The last stage, reached from any other.
  default Closed closed() {
    return new Closed(client());
  }
}
