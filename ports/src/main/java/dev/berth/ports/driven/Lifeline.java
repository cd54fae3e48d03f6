package dev.berth.ports.driven;

/// Holds the stdin of a container whose PID 1 ends at end of file. Closing it, or the end of this
/// process however it comes, lets the container end and the engine remove it.
public interface Lifeline extends AutoCloseable {
  /// Whether the container is still attached. False once it has ended or the engine has gone away.
  boolean holds();

  /// Waits until the container has ended or the engine has gone away.
  void awaitEnd() throws InterruptedException;

  /// Lets go. Does not block; calling it again does nothing.
  @Override
  void close();
}
