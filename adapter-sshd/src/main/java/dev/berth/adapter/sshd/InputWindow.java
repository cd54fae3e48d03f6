package dev.berth.adapter.sshd;

/// How much a client may send on one channel ahead of the program that reads it: little at first,
/// and much as soon as the program has shown that it reads and there is memory for it. All of it
/// counts as held from when the client is allowed to send it.
final class InputWindow {
  /// What every channel has.
  static final long SMALL = 64L << 10;

  /// What keeps a fast upload from waiting.
  static final long FULL = 2L << 20;

  /// Once the window is large, it is opened by so much at a time: each time costs both sides a
  /// packet.
  static final long STEP = 256L << 10;

  /// What the channels of one connection may have together beyond the small windows.
  private static final long MOST_PER_CONNECTION = 8L << 20;

  private final Account server;
  private final Account connection;
  private long read;
  private long small;
  private long grown;
  private long unopened;
  private boolean closed;

  /// @param server what all connections share
  /// @param connection what the channels of one share, see [#account]
  InputWindow(Account server, Account connection) {
    this.server = server;
    this.connection = connection;
  }

  /// For one connection: one more than it may have, as one that closes is counted until it has.
  static Account account(int maxChannels) {
    return new Account(MOST_PER_CONNECTION + (maxChannels + 1) * SMALL);
  }

  /// Takes the small window.
  ///
  /// @return whether there is memory for it
  synchronized boolean open() {
    if (!connection.take(SMALL)) {
      return false;
    }
    if (!server.take(SMALL)) {
      connection.give(SMALL);
      return false;
    }
    small = SMALL;
    return true;
  }

  /// Notes what the program has read.
  ///
  /// @return by how much the client is to be allowed more now
  synchronized long read(int bytes) {
    read += bytes;
    unopened += bytes + growth();
    if (grown > 0 && unopened < STEP) {
      return 0;
    }
    long open = unopened;
    unopened = 0;
    return open;
  }

  private long growth() {
    if (closed || small == 0 || grown > 0 || read < SMALL) {
      return 0;
    }
    long more = FULL - SMALL;
    if (!connection.take(more)) {
      return 0;
    }
    if (!server.takeSpare(more)) {
      connection.give(more);
      return 0;
    }
    grown = more;
    return more;
  }

  /// Gives all of it back. Calling it again does nothing.
  synchronized void close() {
    closed = true;
    server.give(small + grown);
    connection.give(small + grown);
    small = 0;
    grown = 0;
  }
}
