package dev.berth.application;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.Network;
import java.net.Inet6Address;
import java.net.InetAddress;

/// For whom something is asked of an engine, so that all get their share.
///
/// @param source the client's address; of IPv6, the network that one customer usually has
/// @param user the authenticated name
record Claimant(String source, String user) {
  private static final int CUSTOMER = 64;

  static Claimant of(Client client, AuthenticatedUser user) {
    return new Claimant(source(client.address().host()), user.name().value());
  }

  private static String source(String host) {
    try {
      InetAddress address = Network.literal(host);
      return address instanceof Inet6Address ? new Network(address, CUSTOMER).toString() : host;
    } catch (IllegalArgumentException name) {
      return host;
    }
  }
}
