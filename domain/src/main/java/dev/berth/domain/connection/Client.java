package dev.berth.domain.connection;

/// The other end of a connection, as known before anybody has logged in.
///
/// @param id the connection's identity
/// @param address where it came from
/// @param version the client's identification string (RFC 4253, section 4.2); empty while unknown
public record Client(ConnectionId id, RemoteAddress address, String version) {}
