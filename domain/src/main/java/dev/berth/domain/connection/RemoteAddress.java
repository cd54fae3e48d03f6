package dev.berth.domain.connection;

import java.net.InetSocketAddress;

/// An end of a connection: where a client connected from, or to.
///
/// @param host the IP address as text, without brackets; a name only where no address is known
/// @param port the TCP port, 0 to 65535
public record RemoteAddress(String host, int port) {
  public RemoteAddress {
    if (host.isBlank()) {
      throw new IllegalArgumentException("a remote address needs a host");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
  }

  /// The address of a connected socket.
  public static RemoteAddress of(InetSocketAddress address) {
    String host =
        address.isUnresolved()
            ? address.getHostString()
            : withoutScope(address.getAddress().getHostAddress());
    return new RemoteAddress(host, address.getPort());
  }

  private static String withoutScope(String host) {
    int scope = host.indexOf('%');
    return scope < 0 ? host : host.substring(0, scope);
  }

  /// `host port`, as the variables of an SSH session have it.
  public String spaced() {
    return host + " " + port;
  }

  /// `host:port`, with brackets around an IPv6 address, as the webhooks carry it.
  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
