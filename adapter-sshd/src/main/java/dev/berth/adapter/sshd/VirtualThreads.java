package dev.berth.adapter.sshd;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2Service;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.common.util.threads.NoCloseExecutor;

/// Input and output on virtual threads: whatever a connection's work waits for, no other connection
/// waits for it.
final class VirtualThreads {
  private VirtualThreads() {}

  /// The network layer; named here so that none on the class path takes its place.
  static IoServiceFactoryFactory nio2() {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ssh-", 0).factory());
    return new Nio2ServiceFactoryFactory(() -> new NoCloseExecutor(threads)) {
      @Override
      public IoServiceFactory create(FactoryManager manager) {
        return new Sockets(manager, newExecutor(), newExecutor());
      }
    };
  }

  /// Makes our kind of socket for each client.
  private static final class Sockets extends Nio2ServiceFactory {
    Sockets(
        FactoryManager manager, CloseableExecutorService service, CloseableExecutorService resume) {
      super(manager, service, resume);
    }

    @Override
    public Nio2Session createSession(
        Nio2Service service,
        IoHandler handler,
        AsynchronousSocketChannel socket,
        SocketAddress address)
        throws IOException {
      return new ClientSocket(service, getFactoryManager(), handler, socket, address);
    }
  }
}
