package dev.berth.adapter.auth;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;

/// Lets only so many work at once. Turns go around among sources; of one source it is first come,
/// first served, and only so many wait. So nobody has to wait for all that one other has asked for.
final class Turns {
  private final int mostOfOneSource;
  private final SequencedMap<String, Deque<CountDownLatch>> waiting = new LinkedHashMap<>();
  private int free;

  Turns(int atOnce, int mostOfOneSource) {
    this.free = atOnce;
    this.mostOfOneSource = mostOfOneSource;
  }

  /// Waits for a turn, which [#end] ends.
  ///
  /// @return whether there is one; not if too many of its source wait already
  boolean begin(String source) throws InterruptedException {
    CountDownLatch turn = new CountDownLatch(1);
    if (!enter(source, turn)) {
      return false;
    }
    try {
      turn.await();
      return true;
    } catch (InterruptedException givenUp) {
      leave(source, turn);
      throw givenUp;
    }
  }

  private synchronized boolean enter(String source, CountDownLatch turn) {
    Deque<CountDownLatch> line = waiting.computeIfAbsent(source, _ -> new ArrayDeque<>());
    // A line that is there is never empty, so one that is full had not just been made.
    if (line.size() >= mostOfOneSource) {
      return false;
    }
    line.add(turn);
    letIn();
    return true;
  }

  private synchronized void leave(String source, CountDownLatch turn) {
    Deque<CountDownLatch> line = waiting.get(source);
    if (line == null || !line.remove(turn)) {
      // Its turn had come just before.
      end();
    } else if (line.isEmpty()) {
      waiting.remove(source);
    }
  }

  synchronized void end() {
    free++;
    letIn();
  }

  private void letIn() {
    while (free > 0 && !waiting.isEmpty()) {
      var next = waiting.pollFirstEntry();
      free--;
      next.getValue().remove().countDown();
      if (!next.getValue().isEmpty()) {
        waiting.putLast(next.getKey(), next.getValue());
      }
    }
  }

  /// How many of a source wait.
  synchronized int waiting(String source) {
    Deque<CountDownLatch> line = waiting.get(source);
    return line == null ? 0 : line.size();
  }
}
