package dev.berth.adapter.sshd;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.util.threads.NoCloseExecutor;

/// Input and output on virtual threads: whatever a connection's work waits for, no other connection
/// waits for it.
final class VirtualThreads {
  private VirtualThreads() {}

  /// The network layer; named here so that none on the class path takes its place.
  static IoServiceFactoryFactory nio2() {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ssh-", 0).factory());
    return new Nio2ServiceFactoryFactory(() -> new NoCloseExecutor(threads));
  }
}
