package dev.berth.domain.session;

import dev.berth.domain.connection.ConnectionId;

/// Names one session channel of one connection.
///
/// @param connection the connection
/// @param channel the channel's number, unique within the connection (RFC 4254, section 5.1)
public record SessionId(ConnectionId connection, long channel) {
  @Override
  public String toString() {
    return connection + "/" + channel;
  }
}
