package dev.berth.ports.driving;

/// A connection whose client has logged in.
public interface SshConnectionHandler {
  /// The client opens a session channel (RFC 4254, section 6.1). Does not block.
  ///
  /// @param channelId the channel's number, unique within the connection
  /// @param extraData what the open request carried beyond the channel type; mostly nothing
  /// @throws dev.berth.domain.failure.GatewayException if no more sessions are allowed
  SessionHandler openSession(long channelId, byte[] extraData);
}
