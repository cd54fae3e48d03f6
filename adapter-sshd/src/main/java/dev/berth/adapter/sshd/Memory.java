package dev.berth.adapter.sshd;

/// What all clients of a server together may make it hold: no number of them ends the gateway.
///
/// @param replies what the protocol makes us answer, not yet sent
/// @param output what programs have written, not yet sent
/// @param input what clients may send to programs that have not read it yet
record Memory(Account replies, Account output, Account input) {
  /// Shares of the heap that leave half of it and more for everything else.
  static Memory ofHeap() {
    long heap = Runtime.getRuntime().maxMemory();
    return new Memory(new Account(heap / 16), new Account(heap / 16), new Account(heap / 4));
  }
}
