package dev.berth.adapter.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import javax.net.SocketFactory;

/// A [Socket] to an engine's socket file, for code that only knows sockets. It parks virtual
/// threads, can be closed from any thread and, unlike the one in docker-java, closes its two
/// directions one by one.
///
/// Read timeouts are not kept: whoever uses it has a deadline that closes it.
final class UnixSocket extends Socket {
  private final Path path;
  private final SocketChannel channel;

  UnixSocket(Path path) throws IOException {
    this.path = path;
    this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
  }

  /// Makes sockets to one file, whatever address they are then told to connect to.
  static SocketFactory factory(Path path) {
    return new Factory(path);
  }

  @Override
  public void connect(SocketAddress ignored) throws IOException {
    channel.connect(UnixDomainSocketAddress.of(path));
  }

  @Override
  public void connect(SocketAddress ignored, int timeout) throws IOException {
    connect(ignored);
  }

  @Override
  public InputStream getInputStream() {
    return Channels.newInputStream(channel);
  }

  @Override
  public OutputStream getOutputStream() {
    return Channels.newOutputStream(channel);
  }

  @Override
  public void shutdownInput() throws IOException {
    channel.shutdownInput();
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public void setSoTimeout(int timeout) {
    // A deadline closes the socket instead.
  }

  @Override
  public int getSoTimeout() {
    return 0;
  }

  @Override
  public void setTcpNoDelay(boolean on) {
    // There is no TCP here.
  }

  private static final class Factory extends SocketFactory {
    private final Path path;

    Factory(Path path) {
      this.path = path;
    }

    @Override
    public Socket createSocket() throws IOException {
      return new UnixSocket(path);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return connected();
    }

    @Override
    public Socket createSocket(String host, int port, java.net.InetAddress local, int localPort)
        throws IOException {
      return connected();
    }

    @Override
    public Socket createSocket(java.net.InetAddress host, int port) throws IOException {
      return connected();
    }

    @Override
    public Socket createSocket(
        java.net.InetAddress host, int port, java.net.InetAddress local, int localPort)
        throws IOException {
      return connected();
    }

    private Socket connected() throws IOException {
      UnixSocket socket = new UnixSocket(path);
      socket.connect(UnixDomainSocketAddress.of(path));
      return socket;
    }
  }
}
