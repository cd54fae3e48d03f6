package dev.berth.bootstrap.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/// Writes lines to a stream on one thread, so that nobody who logs waits for the stream. What waits
/// to be written is bounded in bytes; beyond that lines are dropped, counted, and the count is
/// written as soon as there is room.
final class LineWriter {
  /// The most that waits, in bytes.
  static final long MAX_WAITING = 8L * 1024 * 1024;

  /// What is written at once, in bytes, about.
  private static final int MAX_BATCH = 64 * 1024;

  /// What a line takes in the heap besides its bytes, about.
  private static final long OVERHEAD = 64;

  /// Tells the thread to end: a line has its newline at least.
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final OutputStream out;
  private final LongFunction<String> droppedLine;
  private final Thread thread;

  /// A writer that is yet to be started.
  ///
  /// @param droppedLine says how many lines were dropped
  LineWriter(OutputStream out, LongFunction<String> droppedLine) {
    this.out = out;
    this.droppedLine = droppedLine;
    this.thread = Thread.ofPlatform().name("log").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Takes a line with its newline. Does not block.
  void write(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    long size = bytes.length + OVERHEAD;
    if (waiting.addAndGet(size) > MAX_WAITING) {
      waiting.addAndGet(-size);
      dropped.incrementAndGet();
      return;
    }
    lines.add(bytes);
  }

  /// Ends after what was taken so far is written, or the time is up.
  void close(Duration patience) {
    lines.add(END);
    try {
      thread.join(patience);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (writeBatch(lines.take())) {
        // Until the end was told.
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// Writes a line and those that wait behind it, as far as they fit into one piece.
  ///
  /// @return whether more may come
  private boolean writeBatch(byte[] first) {
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    int count = 0;
    byte[] line = first;
    while (line != null && line.length > 0) {
      batch.writeBytes(line);
      count++;
      line = batch.size() < MAX_BATCH ? lines.poll() : null;
    }
    long freed = batch.size() + count * OVERHEAD;
    writeOut(batch, count);
    waiting.addAndGet(-freed);
    return line == null || line.length > 0;
  }

  /// A stream that cannot be written to (its reader gone, its disk full) must not end the gateway,
  /// and may recover.
  private void writeOut(ByteArrayOutputStream batch, int count) {
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      batch.writeBytes(droppedLine.apply(lost).getBytes(UTF_8));
    }
    try {
      batch.writeTo(out);
      out.flush();
    } catch (IOException unwritable) {
      dropped.addAndGet(lost + count);
    }
  }
}
