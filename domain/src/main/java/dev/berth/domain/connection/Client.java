package dev.berth.domain.connection;

import java.util.Optional;

/// The other end of a connection, as known before anybody has logged in.
///
/// @param id the connection's identity
/// @param address where it came from
/// @param server the address that it connected to, where known
/// @param version the client's identification string (RFC 4253, section 4.2); empty while unknown
public record Client(
    ConnectionId id, RemoteAddress address, Optional<RemoteAddress> server, String version) {
  /// A client of which it is not known what it connected to.
  public Client(ConnectionId id, RemoteAddress address, String version) {
    this(id, address, Optional.empty(), version);
  }
}
