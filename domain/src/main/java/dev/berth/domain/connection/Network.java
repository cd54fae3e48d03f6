package dev.berth.domain.connection;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/// A range of IP addresses (RFC 4632), by which clients are told apart or trusted.
///
/// @param address the first address; bits after the prefix are zero
/// @param prefix how many leading bits all addresses of the network share
public record Network(InetAddress address, int prefix) {
  private static final Pattern IPV4 = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");

  public Network {
    int bits = address.getAddress().length * Byte.SIZE;
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException(
          "prefix length " + prefix + " is not between 0 and " + bits);
    }
    address = masked(address, prefix);
  }

  /// Reads `address/prefix`, or an address alone, which is a network of its own.
  ///
  /// @throws IllegalArgumentException if it is neither, in words that follow a key's name
  public static Network parse(String text) {
    String[] parts = text.split("/", 2);
    InetAddress address;
    Network network;
    try {
      address = literal(parts[0]);
      int bits = address.getAddress().length * Byte.SIZE;
      network = new Network(address, parts.length == 1 ? bits : length(parts[1]));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "must be a network such as 192.0.2.0/24 or 2001:db8::/32, or an address", wrong);
    }
    if (!network.address.equals(address)) {
      // A slip of a digit here could mean trust in half the world.
      throw new IllegalArgumentException(
          "has an address that is not its network's first; write " + network);
    }
    return network;
  }

  /// An IP address in full: Java takes `10` for an address of IPv4 as well.
  ///
  /// @throws IllegalArgumentException if it is none
  public static InetAddress literal(String text) {
    if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches()) {
      throw new IllegalArgumentException("is no IP address");
    }
    return InetAddress.ofLiteral(text);
  }

  private static int length(String digits) {
    if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(Network::isDigit)) {
      throw new IllegalArgumentException("the prefix length is no number");
    }
    return Integer.parseInt(digits);
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  /// Whether an address is in it; one of another family never is.
  public boolean contains(InetAddress other) {
    return other.getAddress().length == address.getAddress().length
        && Arrays.equals(masked(other, prefix).getAddress(), address.getAddress());
  }

  private static InetAddress masked(InetAddress address, int prefix) {
    byte[] bytes = address.getAddress();
    for (int i = 0; i < bytes.length; i++) {
      int kept = Math.clamp(prefix - (long) i * Byte.SIZE, 0, Byte.SIZE);
      bytes[i] &= (byte) (0xff << (Byte.SIZE - kept));
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (java.net.UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// `address/prefix`.
  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefix;
  }
}
