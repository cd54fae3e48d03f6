package dev.berth.adapter.sshd;

/// Keeps count of memory that clients make us hold, against a bound.
final class Account {
  private final long most;
  private long held;

  Account(long most) {
    this.most = most;
  }

  /// Takes so much if the bound allows it.
  synchronized boolean take(long size) {
    return take(size, most);
  }

  /// Takes so much if a quarter of all is left then, for those who need little.
  synchronized boolean takeSpare(long size) {
    return take(size, most - most / 4);
  }

  private boolean take(long size, long bound) {
    if (held + size > bound) {
      return false;
    }
    held += size;
    return true;
  }

  /// Takes so much whatever the bound says: for the little that everybody may always have.
  synchronized void add(long size) {
    held += size;
  }

  synchronized void give(long size) {
    held -= size;
  }

  /// Whether more than half of all is held.
  synchronized boolean isScarce() {
    return held > most / 2;
  }

  synchronized long held() {
    return held;
  }
}
