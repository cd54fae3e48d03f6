package dev.berth.domain.key;

import java.net.InetAddress;
import java.util.regex.Pattern;

/// One pattern of [AddressPatterns].
///
/// @param negated whether it has a `!` in front
/// @param matcher what it says without it
record AddressPattern(boolean negated, Matcher matcher) {
  private static final Pattern WILDCARDS = Pattern.compile("[0-9.*?]+");
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern BITS = Pattern.compile("[0-9]{1,3}");

  /// Tells whether an address is meant.
  sealed interface Matcher {
    boolean matches(String host);
  }

  /// A network, or a single address.
  // Never leaves this file, and is not compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Network(byte[] prefix, int bits) implements Matcher {
    @Override
    public boolean matches(String host) {
      if (!isAddress(host)) {
        return false;
      }
      byte[] address = InetAddress.ofLiteral(host).getAddress();
      return address.length == prefix.length && agree(address, prefix, 0, bits);
    }

    private static boolean agree(byte[] one, byte[] other, int from, int to) {
      for (int bit = from; bit < to; bit++) {
        if (((one[bit / 8] ^ other[bit / 8]) & (0x80 >> (bit % 8))) != 0) {
          return false;
        }
      }
      return true;
    }

    /// Whether nothing is set behind the network's bits.
    private boolean isWhole() {
      return agree(prefix, new byte[prefix.length], bits, prefix.length * 8);
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
      return host.length() <= 45
          && (IPV4.matcher(host).matches() || IPV6.matcher(host).matches())
          && InetAddress.ofLiteral(host) != null;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  private static Matcher matcher(String pattern) {
    int slash = pattern.indexOf('/');
    if (slash >= 0 || isAddress(pattern)) {
      return network(pattern, slash);
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

  private static Network network(String pattern, int slash) {
    String host = slash < 0 ? pattern : pattern.substring(0, slash);
    String bits = slash < 0 ? "" : pattern.substring(slash + 1);
    if (!isAddress(host) || (slash >= 0 && !BITS.matcher(bits).matches())) {
      throw new IllegalArgumentException("has " + shown(pattern) + ", which is no network");
    }
    byte[] prefix = InetAddress.ofLiteral(host).getAddress();
    int length = slash < 0 ? prefix.length * 8 : Integer.parseInt(bits);
    if (length > prefix.length * 8) {
      throw new IllegalArgumentException(
          "has " + shown(pattern) + ", which has more bits than an address");
    }
    Network network = new Network(prefix, length);
    if (!network.isWhole()) {
      throw new IllegalArgumentException(
          "has " + shown(pattern) + ", which has bits set behind the network's " + length);
    }
    return network;
  }

  private static String shown(String pattern) {
    String line = pattern.replaceAll("[^\\x20-\\x7e]", "?");
    return '"' + (line.length() > 60 ? line.substring(0, 60) + "..." : line) + '"';
  }
}
