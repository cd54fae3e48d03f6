package dev.berth.adapter.docker;

import dev.berth.ports.driven.Lifeline;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/// Holds a container's stdin by an attached stream, and reads away what its own program says to
/// notice its end.
final class StdinLifeline implements Lifeline {
  private final EngineStream stream;
  private final CountDownLatch ended = new CountDownLatch(1);

  StdinLifeline(EngineStream stream) {
    this.stream = stream;
    Thread.ofVirtual().name("berth-lifeline").start(this::drain);
  }

  private void drain() {
    InputBuffer input = stream.input();
    try {
      while (input.fill()) {
        input.skip(input.available());
      }
    } catch (IOException gone) {
      // That is an end too.
    } finally {
      stream.close();
      ended.countDown();
    }
  }

  @Override
  public boolean holds() {
    return ended.getCount() > 0 && !stream.closed();
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    stream.close();
  }
}
