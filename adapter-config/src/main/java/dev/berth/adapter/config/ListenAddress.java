package dev.berth.adapter.config;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `host:port`, `:port` or `[IPv6]:port`.
final class ListenAddress {
  private static final String SHAPE = "^(\\[[0-9A-Fa-f:.%a-z]+\\]|[^\\[\\]:\\s]*):([0-9]{1,5})$";
  private static final Pattern PARTS = Pattern.compile(SHAPE);

  static final Type<InetSocketAddress> TYPE =
      new Types.CheckedText<>(
          "`host:port`, `:port` or `[IPv6]:port`",
          Map.of("type", "string", "pattern", SHAPE),
          ListenAddress::parsed);

  private ListenAddress() {}

  private static InetSocketAddress parsed(String text) {
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          Shown.quoted(text)
              + " is no address to listen on; write host:port, :port or [IPv6]:port, such as"
              + " 0.0.0.0:2222");
    }
    int port = Integer.parseInt(parts.group(2));
    if (port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
    String host = parts.group(1).replaceAll("[\\[\\]]", "");
    InetSocketAddress address =
        host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "host " + Shown.quoted(host) + " is not known on this machine");
    }
    return address;
  }
}
