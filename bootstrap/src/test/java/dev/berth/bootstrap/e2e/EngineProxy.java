package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;

/// A socket in front of the engine's own, which fails as engines and the ways to them do.
final class EngineProxy implements AutoCloseable {
  private final Path socket = Scratch.folder("proxy").resolve("sock");
  private final Set<Link> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private volatile String muteAt = "";
  private boolean questionsPass = true;
  private boolean answersPass = true;
  private ServerSocketChannel server;

  EngineProxy() {
    server = listen();
  }

  /// For `docker.connection.host`.
  String host() {
    return "unix://" + socket;
  }

  /// Works as if it were not there; also after it did not.
  void pass() {
    muteAt = "";
    set(true, true);
    if (!server.isOpen()) {
      server = listen();
    }
  }

  /// Takes everything, answers nothing and lets nothing through, like a stopped process.
  void hang() {
    set(false, false);
  }

  /// From the next question for such a path on, lets questions through and swallows all answers.
  void muteFrom(String path) {
    muteAt = path;
  }

  /// How often such a path has been asked for, answered or not.
  long questions(String path) {
    return questions.stream().filter(line -> line.contains(path)).count();
  }

  /// Waits until such a path has been asked for so many times, answered or not.
  void awaitQuestions(String path, long count) {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> questions(path) >= count);
  }

  /// Breaks all that is open; new connections work.
  void cut() {
    open.forEach(Link::close);
  }

  /// Breaks only the connections of requests for such a path.
  void cut(String path) {
    List<Link> cut = open.stream().filter(link -> link.lastQuestion.contains(path)).toList();
    assertThat(cut).as("connections for " + path).isNotEmpty();
    cut.forEach(Link::close);
  }

  /// Is gone: nobody listens, and what was open is broken.
  void refuse() {
    close(server);
    try {
      Files.deleteIfExists(socket);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    cut();
  }

  private void set(boolean questions, boolean answers) {
    lock.lock();
    try {
      questionsPass = questions;
      answersPass = answers;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitPassage(boolean question) {
    lock.lock();
    try {
      while (!(question ? questionsPass : answersPass)) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private ServerSocketChannel listen() {
    try {
      ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listening.bind(UnixDomainSocketAddress.of(socket), 1000);
      Thread.ofVirtual().name("proxy").start(() -> accept(listening));
      return listening;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void accept(ServerSocketChannel listening) {
    try {
      while (true) {
        SocketChannel gateway = listening.accept();
        SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(Engine.SOCKET));
        Link link = new Link(gateway, engine);
        open.add(link);
        Thread.ofVirtual().name("question").start(() -> copy(link, true));
        Thread.ofVirtual().name("answer").start(() -> copy(link, false));
      }
    } catch (IOException closed) {
      // The end of listening.
    }
  }

  private void copy(Link link, boolean question) {
    SocketChannel from = question ? link.gateway : link.engine;
    SocketChannel to = question ? link.engine : link.gateway;
    ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
    try {
      while (from.read(piece.clear()) >= 0) {
        piece.flip();
        if (question) {
          link.heard(piece).ifPresent(questions::add);
          if (!muteAt.isEmpty() && link.lastQuestion.contains(muteAt)) {
            set(true, false);
          }
        }
        awaitPassage(question);
        while (piece.hasRemaining()) {
          to.write(piece);
        }
      }
      awaitPassage(question);
      to.shutdownOutput();
    } catch (IOException broken) {
      link.close();
    } finally {
      if (!question) {
        // The engine has said all it had to say.
        link.close();
        open.remove(link);
      }
    }
  }

  @Override
  public void close() {
    set(true, true);
    refuse();
  }

  /// One connection from the gateway, and ours to the engine for it.
  private static final class Link {
    private final SocketChannel gateway;
    private final SocketChannel engine;
    private volatile String lastQuestion = "";

    Link(SocketChannel gateway, SocketChannel engine) {
      this.gateway = gateway;
      this.engine = engine;
    }

    /// Remembers the request line, if that is one.
    Optional<String> heard(ByteBuffer piece) {
      int most = Math.min(200, piece.remaining());
      byte[] bytes = new byte[most];
      piece.get(piece.position(), bytes);
      String start = new String(bytes, ISO_8859_1);
      if (start.startsWith("POST ") || start.startsWith("GET ")) {
        lastQuestion = start;
        return Optional.of(start.lines().findFirst().orElse(""));
      }
      return Optional.empty();
    }

    void close() {
      EngineProxy.close(gateway);
      EngineProxy.close(engine);
    }
  }

  private static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
