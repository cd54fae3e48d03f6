package dev.berth.bootstrap.log;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// Lines to a system logger, each as a datagram. A logger that is not there is tried again with the
/// next lines.
final class SyslogOutput implements LogOutput {
  private final Way way;

  private SyslogOutput(Way way) {
    this.way = way;
  }

  /// How datagrams get there.
  interface Way {
    /// Sends one.
    void send(byte[] message) throws IOException;

    /// Lets go of what is open; a message that is sent later opens it anew.
    void close();
  }

  /// The logger at an address.
  static SyslogOutput to(String address) {
    return new SyslogOutput(address.startsWith("/") ? new UnixDatagrams(address) : udp(address));
  }

  private static Way udp(String address) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    int port = Integer.parseInt(address.substring(colon + 1));
    return new Udp(host, port);
  }

  @Override
  public void write(List<byte[]> lines) throws IOException {
    for (byte[] line : lines) {
      way.send(Arrays.copyOf(line, line.length - 1));
    }
  }

  @Override
  public void reopen() {
    way.close();
  }

  @Override
  public void close() {
    way.close();
  }

  /// RFC 5426. The name is looked up each time: it may come to mean another machine.
  private record Udp(String host, int port) implements Way {
    @Override
    public void send(byte[] message) throws IOException {
      try (DatagramSocket socket = new DatagramSocket()) {
        socket.send(
            new DatagramPacket(message, message.length, InetAddress.getAllByName(host)[0], port));
      }
    }

    @Override
    public void close() {
      // Nothing stays open.
    }
  }
}
