package dev.berth.bootstrap.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongFunction;

/// Writes lines on one thread, so that nobody who logs waits for where they go. What waits to be
/// written is bounded in bytes; beyond that lines are dropped, counted, and the count is written as
/// soon as there is room.
final class LineWriter {
  /// The most that waits, in bytes.
  static final long MAX_WAITING = 8L * 1024 * 1024;

  /// What is written at once, in bytes, about.
  private static final int MAX_BATCH = 64 * 1024;

  /// What a line takes in the heap besides its bytes, about.
  private static final long OVERHEAD = 64;

  /// Tells the thread to end. Lines are longer than these two.
  private static final byte[] END = {};

  /// Tells it to open its output anew.
  private static final byte[] REOPEN = {0};

  private final BlockingQueue<byte[]> lines = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final LogOutput out;
  private final LongFunction<String> droppedLine;
  private final Function<IOException, String> notReopenedLine;
  private final Thread thread;

  /// A writer that is yet to be started.
  ///
  /// @param droppedLine says how many lines were dropped
  /// @param notReopenedLine says why the output cannot be opened anew
  LineWriter(
      LogOutput out,
      LongFunction<String> droppedLine,
      Function<IOException, String> notReopenedLine) {
    this.out = out;
    this.droppedLine = droppedLine;
    this.notReopenedLine = notReopenedLine;
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

  /// Opens the output anew, behind what was taken so far. Does not block.
  void reopen() {
    lines.add(REOPEN);
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
    try (out) {
      byte[] next = lines.take();
      while (next.length > 0) {
        next = next.length > REOPEN.length ? writeBatch(next) : reopened();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] reopened() throws InterruptedException {
    try {
      out.reopen();
    } catch (IOException impossible) {
      writeOut(new ArrayList<>(List.of(notReopenedLine.apply(impossible).getBytes(UTF_8))));
    }
    return lines.take();
  }

  /// Writes a line and those that wait behind it, as far as they fit into one piece.
  ///
  /// @return what comes next
  private byte[] writeBatch(byte[] first) throws InterruptedException {
    List<byte[]> batch = new ArrayList<>();
    long size = 0;
    byte[] next = first;
    while (next != null && next.length > REOPEN.length && size < MAX_BATCH) {
      batch.add(next);
      size += next.length;
      next = lines.poll();
    }
    int count = batch.size();
    writeOut(batch);
    waiting.addAndGet(-size - count * OVERHEAD);
    return next == null ? lines.take() : next;
  }

  /// An output that cannot be written to (its reader gone, its disk full) must not end the gateway,
  /// and may recover.
  private void writeOut(List<byte[]> batch) {
    int count = batch.size();
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      batch.add(droppedLine.apply(lost).getBytes(UTF_8));
    }
    try {
      out.write(batch);
    } catch (IOException unwritable) {
      dropped.addAndGet(lost + count);
    }
  }
}
