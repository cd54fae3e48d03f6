package dev.berth.adapter.sshd;

import dev.berth.domain.connection.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;

/// What a proxy says ahead of a connection: where its client comes from (HAProxy's PROXY protocol,
/// versions 1 and 2).
///
/// @param length how many bytes it took
/// @param source the client's address; empty where the connection is the proxy's own or its client
///   has no IP address
record ProxyHeader(int length, Optional<InetSocketAddress> source) {
  /// The longest header of version 2; the protocol would allow 64 KiB of extensions.
  static final int LONGEST = 4096;

  /// The longest line of version 1, with its end.
  private static final int LONGEST_LINE = 107;

  private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BINARY = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };
  private static final int BINARY_FIXED = 16;
  private static final Pattern LINE =
      Pattern.compile(
          "PROXY (TCP[46]) ([0-9A-Fa-f:.]{2,39}) ([0-9A-Fa-f:.]{2,39}) ([0-9]{1,5}) ([0-9]{1,5})");
  private static final String UNKNOWN = "PROXY UNKNOWN";

  /// Reads a header from what has been received so far, which may hold more.
  ///
  /// @return empty if it is not complete yet
  /// @throws SshException if it cannot become a header any more
  static Optional<ProxyHeader> read(ByteBuffer received) throws SshException {
    byte[] bytes = new byte[Math.min(received.remaining(), LONGEST)];
    received.duplicate().get(bytes);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    boolean isBinary = bytes[0] == BINARY[0];
    byte[] signature = isBinary ? BINARY : TEXT;
    int known = Math.min(bytes.length, signature.length);
    if (!Arrays.equals(bytes, 0, known, signature, 0, known)) {
      throw wrong("no PROXY header");
    }
    if (known < signature.length) {
      return Optional.empty();
    }
    return isBinary ? binary(bytes) : text(bytes);
  }

  private static Optional<ProxyHeader> text(byte[] bytes) throws SshException {
    int most = Math.min(bytes.length, LONGEST_LINE);
    int end = 0;
    while (end < most && bytes[end] != '\n') {
      end++;
    }
    if (end == most) {
      if (most == LONGEST_LINE) {
        throw wrong("too long a PROXY line");
      }
      return Optional.empty();
    }
    if (bytes[end - 1] != '\r') {
      throw wrong("a PROXY line with a wrong end");
    }
    String line = new String(bytes, 0, end - 1, StandardCharsets.ISO_8859_1);
    return Optional.of(new ProxyHeader(end + 1, source(line)));
  }

  private static Optional<InetSocketAddress> source(String line) throws SshException {
    if (line.equals(UNKNOWN) || line.startsWith(UNKNOWN + " ")) {
      return Optional.empty();
    }
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw wrong("a malformed PROXY line");
    }
    boolean four = parts.group(1).equals("TCP4");
    InetAddress source = address(parts.group(2), four);
    address(parts.group(3), four);
    port(parts.group(5));
    return Optional.of(new InetSocketAddress(source, port(parts.group(4))));
  }

  private static InetAddress address(String literal, boolean four) throws SshException {
    try {
      // Of the family that the line names, though an address mapped into IPv6 becomes one of IPv4.
      if (four == literal.indexOf(':') < 0) {
        return Network.literal(literal);
      }
    } catch (IllegalArgumentException malformed) {
      throw wrong("a malformed address in a PROXY line");
    }
    throw wrong("an address of another family in a PROXY line");
  }

  private static int port(String digits) throws SshException {
    int port = Integer.parseInt(digits);
    if (port > 65535) {
      throw wrong("a malformed port in a PROXY line");
    }
    return port;
  }

  private static Optional<ProxyHeader> binary(byte[] bytes) throws SshException {
    if (bytes.length < BINARY_FIXED) {
      return Optional.empty();
    }
    int length = BINARY_FIXED + (((bytes[14] & 0xff) << 8) | (bytes[15] & 0xff));
    if (length > LONGEST) {
      throw wrong("too long a PROXY header");
    }
    if (bytes[12] != 0x20 && bytes[12] != 0x21) {
      throw wrong("a PROXY header of another version or with an unknown command");
    }
    if (bytes.length < length) {
      return Optional.empty();
    }
    boolean proxied = bytes[12] == 0x21;
    return Optional.of(new ProxyHeader(length, proxied ? source(bytes, length) : Optional.empty()));
  }

  private static Optional<InetSocketAddress> source(byte[] bytes, int length) throws SshException {
    return switch (bytes[13]) {
      // Unspecified, and streams of the proxy's own machine: there is no address to go by.
      case 0x00, 0x31 -> Optional.empty();
      case 0x11 -> Optional.of(source(bytes, length, 4));
      case 0x21 -> Optional.of(source(bytes, length, 16));
      default -> throw wrong("a PROXY header for something other than TCP");
    };
  }

  private static InetSocketAddress source(byte[] bytes, int length, int size) throws SshException {
    int portAt = BINARY_FIXED + 2 * size;
    if (length < portAt + 4) {
      throw wrong("too short a PROXY header");
    }
    int port = ((bytes[portAt] & 0xff) << 8) | (bytes[portAt + 1] & 0xff);
    byte[] address = Arrays.copyOfRange(bytes, BINARY_FIXED, BINARY_FIXED + size);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException impossible) {
      throw wrong("a malformed address in a PROXY header");
    }
  }

  private static SshException wrong(String what) {
    return new SshException(
        SshConstants.SSH2_DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED, what + " from a proxy");
  }
}
