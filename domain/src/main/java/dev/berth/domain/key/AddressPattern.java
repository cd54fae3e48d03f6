package dev.berth.domain.key;

import dev.berth.domain.connection.Network;
import java.net.InetAddress;
import java.util.regex.Pattern;

/// One pattern of [AddressPatterns].
///
/// @param negated whether it has a `!` in front
/// @param matcher what it says without it
record AddressPattern(boolean negated, Matcher matcher) {
  private static final Pattern WILDCARDS = Pattern.compile("[0-9.*?]+");
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

  /// Tells whether an address is meant.
  sealed interface Matcher {
    boolean matches(String host);
  }

  /// A network, or a single address.
  private record Range(Network network) implements Matcher {
    @Override
    public boolean matches(String host) {
      return isAddress(host) && network.contains(Network.literal(host));
    }
  }

  /// An address with wildcards.
  private record Wildcards(Pattern pattern) implements Matcher {
    @Override
    public boolean matches(String host) {
      return pattern.matcher(host).matches();
    }
  }

  static AddressPattern parse(String text) {
    boolean negated = text.startsWith("!");
    String pattern = negated ? text.substring(1) : text;
    return new AddressPattern(negated, matcher(pattern));
  }

  boolean matches(String host) {
    return matcher.matches(host);
  }

  static boolean isAddress(String host) {
    try {
      return ADDRESS.matcher(host).matches() && Network.literal(host) != null;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  private static Matcher matcher(String pattern) {
    int slash = pattern.indexOf('/');
    if (slash >= 0 || isAddress(pattern)) {
      return range(pattern, slash);
    }
    if (WILDCARDS.matcher(pattern).matches() && pattern.matches(".*[*?].*")) {
      // Only * and ? are more than themselves.
      String regex = pattern.replace(".", "\\.").replaceAll("\\*+", ".*").replace('?', '.');
      return new Wildcards(Pattern.compile(regex));
    }
    throw new IllegalArgumentException(
        "has "
            + shown(pattern)
            + ", which is neither an address, nor a network (address/bits), nor an IPv4 address"
            + " with * or ?; names are not looked up");
  }

  private static Range range(String pattern, int slash) {
    String host = slash < 0 ? pattern : pattern.substring(0, slash);
    String bits = slash < 0 ? "" : pattern.substring(slash + 1);
    if (!isAddress(host) || (slash >= 0 && !BITS.matcher(bits).matches())) {
      throw new IllegalArgumentException("has " + shown(pattern) + ", which is no network");
    }
    InetAddress address = Network.literal(host);
    int most = address.getAddress().length * Byte.SIZE;
    int length = slash < 0 ? most : Integer.parseInt(bits);
    if (length > most) {
      throw new IllegalArgumentException(
          "has " + shown(pattern) + ", which has more bits than an address");
    }
    Network network = new Network(address, length);
    if (!network.address().equals(address)) {
      throw new IllegalArgumentException(
          "has " + shown(pattern) + ", which has bits set behind the network's " + length);
    }
    return new Range(network);
  }

  private static String shown(String pattern) {
    String line = pattern.replaceAll("[^\\x20-\\x7e]", "?");
    return '"' + (line.length() > 60 ? line.substring(0, 60) + "..." : line) + '"';
  }
}
