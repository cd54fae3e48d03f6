package dev.berth.adapter.sshd;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.ClosedChannelException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.DefaultCloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.io.nio2.Nio2DefaultIoWriteFuture;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;

/// One client's socket. A packet is written by the thread that sends it, where the library would
/// start another thread for each; only when the client takes no more does a virtual thread wait, so
/// nobody who sends ever does. One virtual thread reads. There is no timeout here for a write: a
/// client may stop reading for as long as it is alive and in nobody's way: see [SignsOfLife] and
/// [StalledClients].
final class ClientSocket extends Nio2Session {
  /// How long a client that never lets us wait is read from before it is others' turn.
  private static final long TURN_NANOS = 5_000_000;

  /// The one that is being written first.
  private final Queue<Nio2DefaultIoWriteFuture> queue = new ConcurrentLinkedQueue<>();

  /// How many are to be written; whoever makes it one writes until it is none.
  private final AtomicInteger unwritten = new AtomicInteger();

  /// When the reader last had to wait.
  private long waited = System.nanoTime();

  ClientSocket(
      Nio2Service service,
      FactoryManager manager,
      IoHandler handler,
      AsynchronousSocketChannel socket,
      SocketAddress accepted)
      throws IOException {
    super(service, manager, handler, socket, accepted);
  }

  @Override
  public void startReading(ByteBuffer buffer) {
    Thread.ofVirtual().name("ssh-read").start(() -> read(buffer));
  }

  private void read(ByteBuffer buffer) {
    Readable received = Readable.readable(buffer);
    try {
      while (readSome(buffer.clear()) >= 0) {
        buffer.flip();
        getIoHandler().messageReceived(this, received);
        if (closeFuture.isClosed()) {
          return;
        }
      }
      close(true);
    } catch (ExecutionException failure) {
      exceptionCaught(failure.getCause());
    } catch (Throwable failure) {
      // Whatever it is, it must not leave a connection that nobody reads from.
      exceptionCaught(failure);
    }
  }

  /// Nothing else takes the processor from a virtual thread: a few clients that are always ahead of
  /// us would keep all of them. Yielding does not help, as those that yield come before all that
  /// have waited.
  private int readSome(ByteBuffer buffer) throws ExecutionException, InterruptedException {
    Future<Integer> some = getSocket().read(buffer);
    if (some.isDone() && System.nanoTime() - waited < TURN_NANOS) {
      return some.get();
    }
    if (some.isDone()) {
      LockSupport.parkNanos(1);
    }
    int count = some.get();
    waited = System.nanoTime();
    return count;
  }

  @Override
  public IoWriteFuture writeBuffer(Buffer packet) {
    ByteBuffer bytes = ByteBuffer.wrap(packet.array(), packet.rpos(), packet.available());
    var write = new Nio2DefaultIoWriteFuture(getRemoteAddress(), null, bytes);
    if (isClosing()) {
      failed(write, new ClosedChannelException());
      return write;
    }
    queue.add(write);
    if (unwritten.getAndIncrement() == 0) {
      writeAll();
    }
    return write;
  }

  private void writeAll() {
    do {
      Nio2DefaultIoWriteFuture write = queue.peek();
      if (write != null && !isWritten(write)) {
        return;
      }
    } while (unwritten.decrementAndGet() > 0);
  }

  /// Writes one packet as far as that goes without waiting.
  ///
  /// @return whether that was all; if not, another thread goes on from here
  private boolean isWritten(Nio2DefaultIoWriteFuture write) {
    try {
      while (write.getBuffer().hasRemaining()) {
        Future<Integer> some = getSocket().write(write.getBuffer());
        if (!some.isDone()) {
          Thread.ofVirtual().name("ssh-write").start(() -> writeRest(write, some));
          return false;
        }
        some.get();
      }
      done(write);
    } catch (Throwable failure) {
      // Whatever it is, it must not leave packets that nobody writes.
      failed(write, failure);
    }
    return true;
  }

  private void writeRest(Nio2DefaultIoWriteFuture write, Future<Integer> some) {
    try {
      some.get();
      while (write.getBuffer().hasRemaining()) {
        getSocket().write(write.getBuffer()).get();
      }
      done(write);
    } catch (Throwable failure) {
      failed(write, failure);
    }
    if (unwritten.decrementAndGet() > 0) {
      writeAll();
    }
  }

  /// Taken off the queue before anybody is told: being told may close the socket, which fails what
  /// is queued.
  private void done(Nio2DefaultIoWriteFuture write) {
    queue.remove(write);
    write.setWritten();
  }

  private void failed(Nio2DefaultIoWriteFuture write, Throwable failure) {
    Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
    queue.remove(write);
    write.setException(cause);
    // The sender may hold locks that closing needs.
    Thread.startVirtualThread(() -> exceptionCaught(cause));
  }

  @Override
  protected CloseFuture doCloseGracefully() {
    CloseFuture ended = new DefaultCloseFuture(toString(), futureLock);
    builder()
        .when(toString(), queue)
        .run(toString(), this::endOutput)
        .build()
        .close(false)
        // This may be the thread that has sent the last packet, with locks that closing needs.
        .addListener(_ -> Thread.startVirtualThread(ended::setClosed));
    return ended;
  }

  private void endOutput() {
    try {
      getSocket().shutdownOutput();
    } catch (IOException _) {
      // It is gone, which is what was wanted.
    }
  }

  @Override
  protected void doCloseImmediately() {
    for (var write = queue.poll(); write != null; write = queue.poll()) {
      write.setException(new ClosedChannelException());
    }
    super.doCloseImmediately();
  }
}
