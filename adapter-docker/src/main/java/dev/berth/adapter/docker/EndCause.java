package dev.berth.adapter.docker;

import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// Tells a program's end by a signal from its own exit code, which the engine does not: of a signal
/// `n` it makes 128 + n, and programs end themselves with such codes as well. It is said to be a
/// signal only on evidence: this gateway has just sent it, or the engine tells of memory that ran
/// out.
final class EndCause {
  /// How long a program may take to end by a signal. One that does something else for longer has
  /// had its own reason to end.
  static final Duration SOON = Duration.ofSeconds(5);

  private static final int BY_SIGNAL = 128;
  private static final int KILLED = 137;

  private final Map<Integer, Sent> sent = new HashMap<>();

  private record Sent(Signal signal, long at) {}

  /// Looks for whether memory ran out.
  @FunctionalInterface
  interface OutOfMemory {
    boolean killed() throws InterruptedException;
  }

  /// Something that sends a signal.
  @FunctionalInterface
  interface Delivery {
    void run() throws InterruptedException;
  }

  /// Sends a signal. The program may have ended by it before the sender knows that it was sent.
  void deliver(Signal signal, Delivery delivery) throws InterruptedException {
    OptionalInt number = signal.number();
    if (number.isEmpty()) {
      delivery.run();
      return;
    }
    Sent now = new Sent(signal, System.nanoTime());
    synchronized (this) {
      sent.put(number.getAsInt(), now);
    }
    boolean delivered = false;
    try {
      delivery.run();
      delivered = true;
    } finally {
      if (!delivered) {
        synchronized (this) {
          sent.remove(number.getAsInt(), now);
        }
      }
    }
  }

  /// How a program ended that left a code.
  ExitStatus of(int code, OutOfMemory memory) throws InterruptedException {
    if (code <= BY_SIGNAL) {
      return new ExitStatus.Exited(code);
    }
    Sent last;
    synchronized (this) {
      last = sent.get(code - BY_SIGNAL);
    }
    if (last != null && System.nanoTime() - last.at() < SOON.toNanos()) {
      return new ExitStatus.Signalled(last.signal(), false, "");
    }
    if (code == KILLED && memory.killed()) {
      return new ExitStatus.Signalled(
          Signal.KILL, false, "The program was killed: its container is out of memory.");
    }
    return new ExitStatus.Exited(code);
  }
}
