package dev.berth.bootstrap.assembly;

/// Those who decide by the configuration that was read last. Each connection keeps those of its own
/// time, lest a login is decided half by the one and half by the other.
final class CurrentServers implements AutoCloseable {
  private volatile Servers current;

  CurrentServers(Servers first) {
    this.current = first;
  }

  /// Those of now.
  Servers now() {
    return current;
  }

  /// From now on others decide. Those before are not closed, because somebody may wait for their
  /// answer; what they hold goes with the last who does.
  void replace(Servers next) {
    current = next;
  }

  @Override
  public void close() {
    current.close();
  }
}
