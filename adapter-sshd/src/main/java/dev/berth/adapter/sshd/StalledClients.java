package dev.berth.adapter.sshd;

import org.apache.sshd.common.session.Session;

/// Drops clients that take nothing of what they are sent, when what waits for them is missed by
/// others. As long as there is room a client may pause for as long as it likes, as with other
/// servers: somebody may have suspended it overnight.
final class StalledClients {
  private final Listener listener;
  private final Services services;

  private StalledClients(Listener listener, Services services) {
    this.listener = listener;
    this.services = services;
  }

  /// Watches a server's clients until it ends.
  static void watch(Listener listener, Services services) {
    StalledClients clients = new StalledClients(listener, services);
    services.timers().every(services.stalled().dividedBy(10), clients::look);
  }

  private void look() {
    if (services.memory().output().isScarce()) {
      listener.sessions().forEach(this::dropIfStalled);
    }
  }

  private void dropIfStalled(Session client) {
    ClientSession session = ClientSession.of(client);
    if (session.outbound().stalled().compareTo(services.stalled()) > 0) {
      session.connection().cause("the client reads nothing, and others need the memory");
      session.close(true);
    }
  }
}
