package dev.berth.adapter.docker;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.EngineEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Stands before an engine's socket file, on a file and on TCP: passes everything on, until it is
/// told to cut, to reset or to hang.
final class FaultyProxy implements AutoCloseable {
  private final Path directory;
  private final Path engine;
  private final ServerSocketChannel server;
  private final ServerSocketChannel network;
  private final Queue<SocketChannel> open = new ConcurrentLinkedQueue<>();
  private volatile boolean hanging;
  private volatile boolean cuttingStreams;

  /// Before the test engine.
  static FaultyProxy toEngine() throws IOException {
    return new FaultyProxy(Path.of(TestEngine.endpoint().host().getPath()));
  }

  /// For a runtime that reaches the engine through this.
  BackendConfiguration configuration() {
    return TestEngine.configuration(TestEngine.DEMO)
        .withEndpoint(new EngineEndpoint(URI.create("unix://" + socketFile()), Optional.empty()));
  }

  private FaultyProxy(Path engine) throws IOException {
    this.engine = engine;
    this.directory = Files.createTempDirectory("berth-proxy");
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socketFile()));
    this.network = ServerSocketChannel.open();
    network.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().start(() -> accept(server));
    Thread.ofVirtual().start(() -> accept(network));
  }

  Path socketFile() {
    return directory.resolve("engine.sock");
  }

  URI networkAddress() throws IOException {
    int port = ((InetSocketAddress) network.getLocalAddress()).getPort();
    return URI.create("tcp://127.0.0.1:" + port);
  }

  /// Breaks every connection that is open now as a network does; only for those on TCP.
  void reset() throws IOException {
    for (SocketChannel channel : open) {
      if (channel.isOpen() && channel.getLocalAddress() instanceof InetSocketAddress) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    }
    cut();
  }

  /// From now on closes every stream of an exec right after the head of the engine's answer.
  void cutStreams() {
    cuttingStreams = true;
  }

  /// Closes every connection that is open now; later ones pass.
  void cut() {
    open.forEach(FaultyProxy::closeQuietly);
    open.clear();
  }

  /// Takes connections and what they say, and answers nothing.
  void hang() {
    hanging = true;
  }

  private void accept(ServerSocketChannel from) {
    while (from.isOpen()) {
      try {
        SocketChannel client = from.accept();
        open.add(client);
        if (!hanging) {
          SocketChannel upstream = SocketChannel.open(UnixDomainSocketAddress.of(engine));
          open.add(upstream);
          AtomicBoolean headOnly = new AtomicBoolean();
          Thread.ofVirtual().start(() -> pass(client, upstream, headOnly));
          Thread.ofVirtual().start(() -> pass(upstream, client, headOnly));
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void pass(SocketChannel from, SocketChannel to, AtomicBoolean headOnly) {
    ByteBuffer buffer = ByteBuffer.allocate(65536);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        String text = new String(buffer.array(), 0, buffer.limit(), StandardCharsets.ISO_8859_1);
        boolean last = headOnly.get() && text.startsWith("HTTP/");
        if (last) {
          buffer.limit(text.indexOf("\r\n\r\n") + 4);
        } else if (cuttingStreams && text.startsWith("POST") && text.contains("/exec/")) {
          headOnly.set(true);
        }
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
        if (last) {
          throw new IOException("to be cut");
        }
      }
      to.shutdownOutput();
    } catch (IOException cut) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException closed) {
      // It is closed.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    network.close();
    cut();
    Files.deleteIfExists(socketFile());
    Files.delete(directory);
  }
}
