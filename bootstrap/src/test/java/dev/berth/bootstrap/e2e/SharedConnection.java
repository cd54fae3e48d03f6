package dev.berth.bootstrap.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// One logged-in connection over which any number of `ssh` clients run their sessions (OpenSSH's
/// ControlMaster).
final class SharedConnection implements AutoCloseable {
  private final ClientProcess master;
  private final SshClients clients;

  SharedConnection(SshClients base, Path socket) {
    master = base.with("ControlMaster yes", "ControlPath " + socket, "SessionType none").start();
    clients = base.with("ControlMaster no", "ControlPath " + socket);
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .until(() -> Files.exists(socket) || !master.isAlive());
    if (!master.isAlive()) {
      throw new AssertionError("no connection: " + master);
    }
  }

  /// Clients whose sessions are on this connection.
  SshClients clients() {
    return clients;
  }

  /// `ssh h ARGUMENT...` on this connection, to its end.
  Outcome ssh(String... arguments) {
    return clients.ssh(arguments);
  }

  Outcome ssh(byte[] stdin, String... arguments) {
    return clients.ssh(stdin, arguments);
  }

  /// Waits until the gateway has ended it.
  void awaitOver() {
    Awaitility.await().atMost(ClientProcess.PATIENCE).until(() -> !master.isAlive());
  }

  @Override
  public void close() {
    if (master.isAlive()) {
      master.signal("TERM");
    }
    master.await();
  }
}
