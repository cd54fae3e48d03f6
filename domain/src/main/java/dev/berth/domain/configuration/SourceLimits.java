package dev.berth.domain.configuration;

import dev.berth.domain.connection.Network;
import java.net.InetAddress;
import java.util.List;

/// How clients are told apart by where they come from, and what each such source may take.
///
/// @param maxConnections connections open at once per source
/// @param maxStartups connections per source that have not logged in yet
/// @param blocks how large a network counts as one source
/// @param penalties how long a source is refused that misbehaves
/// @param exempt networks that neither limits per source nor penalties hold for
/// @param proxies networks that speak the PROXY protocol and are believed; empty for none
public record SourceLimits(
    int maxConnections,
    int maxStartups,
    Blocks blocks,
    PenaltyLimits penalties,
    List<Network> exempt,
    List<Network> proxies) {
  /// Whoever is on this machine is not the public: tunnels and local proxies come from there.
  private static final List<Network> LOOPBACK =
      List.of(Network.parse("127.0.0.0/8"), Network.parse("::1/128"));

  /// The defaults.
  public static final SourceLimits DEFAULT =
      new SourceLimits(2000, 100, new Blocks(32, 64), PenaltyLimits.DEFAULT, LOOPBACK, List.of());

  public SourceLimits {
    exempt = List.copyOf(exempt);
    proxies = List.copyOf(proxies);
  }

  /// Whether neither limits nor penalties hold for an address.
  public boolean isExempt(InetAddress address) {
    return exempt.stream().anyMatch(network -> network.contains(address));
  }

  /// Whether an address is that of a proxy, which says where its clients come from.
  public boolean isProxy(InetAddress address) {
    return proxies.stream().anyMatch(network -> network.contains(address));
  }

  /// Prefix lengths of the networks that count as one source.
  ///
  /// @param ipv4 0 to 32
  /// @param ipv6 0 to 128; a subscriber has at least 64 bits to choose from
  public record Blocks(int ipv4, int ipv6) {
    public Blocks {
      if (ipv4 < 0 || ipv4 > 32 || ipv6 < 0 || ipv6 > 128) {
        throw new IllegalArgumentException(
            "prefix lengths are between 0 and 32 for IPv4, 0 and 128 for IPv6");
      }
    }

    /// The source that an address belongs to.
    public Network of(InetAddress address) {
      return new Network(address, address.getAddress().length == 4 ? ipv4 : ipv6);
    }

    /// As OpenSSH's `PerSourceNetBlockSize`: `ipv4:ipv6`.
    @Override
    public String toString() {
      return ipv4 + ":" + ipv6;
    }
  }
}
