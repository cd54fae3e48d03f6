package dev.berth.adapter.config;

import dev.berth.domain.configuration.SourceLimits;
import dev.berth.domain.connection.Network;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How networks are written.
final class Networks {
  private static final String BLOCK_SIZES = "^([0-9]{1,2}):([0-9]{1,3})$";
  private static final Pattern SIZES = Pattern.compile(BLOCK_SIZES);

  /// `address/prefix`, or an address.
  static final Type<Network> NETWORK =
      new Types.CheckedText<>(
          "network such as `192.0.2.0/24`, or address",
          Map.of("type", "string", "pattern", "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$"),
          Networks::parsed);

  /// `ipv4:ipv6`.
  static final Type<SourceLimits.Blocks> BLOCKS =
      new Types.CheckedText<>(
          "`ipv4:ipv6`, prefix lengths",
          Map.of("type", "string", "pattern", BLOCK_SIZES),
          Networks::blocks);

  private Networks() {}

  /// The shortest way to write one.
  static String written(Network network) {
    return "0:0:0:0:0:0:0:1".equals(network.address().getHostAddress())
        ? "::1/" + network.prefix()
        : network.toString();
  }

  private static Network parsed(String text) {
    try {
      return Network.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(Shown.quoted(text) + " " + wrong.getMessage(), wrong);
    }
  }

  private static SourceLimits.Blocks blocks(String text) {
    Matcher sizes = SIZES.matcher(text);
    if (!sizes.matches()) {
      throw new IllegalArgumentException(
          Shown.quoted(text) + " must be two prefix lengths, of IPv4 and IPv6, such as 32:64");
    }
    return new SourceLimits.Blocks(
        Integer.parseInt(sizes.group(1)), Integer.parseInt(sizes.group(2)));
  }
}
