package dev.berth.application;

import dev.berth.domain.session.Terminal;
import dev.berth.ports.driving.ProgramStreams;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Tells a user why the program does not start yet: on a terminal in one line that changes and goes
/// away, otherwise now and then in a line on stderr.
final class DelayDisplay {
  /// Who waits for less is not told.
  private static final Duration MOMENT = Duration.ofMillis(300);

  private static final Duration REFRESH = Duration.ofMillis(500);
  private static final Duration SELDOM = Duration.ofSeconds(3);
  private static final String CLEARED = "\r\u001b[K";

  private final Supplier<Optional<Delay>> delay;
  private final OutputStream out;
  private final Optional<Terminal> terminal;
  private final Duration first;
  private final Duration next;
  private final CountDownLatch over = new CountDownLatch(1);
  private boolean shown;

  private DelayDisplay(
      Supplier<Optional<Delay>> delay,
      OutputStream out,
      Optional<Terminal> terminal,
      Duration first,
      Duration next) {
    this.delay = delay;
    this.out = out;
    this.terminal = terminal;
    this.first = first;
    this.next = next;
  }

  /// @param delay what there is to wait for, asked again and again
  /// @param terminal the user's, if there is one
  static DelayDisplay of(
      Supplier<Optional<Delay>> delay, ProgramStreams streams, Optional<Terminal> terminal) {
    Optional<Terminal> able = terminal.filter(t -> !t.type().isEmpty() && !"dumb".equals(t.type()));
    return able.isPresent()
        ? new DelayDisplay(delay, streams.stdout(), able, MOMENT, REFRESH)
        : new DelayDisplay(delay, streams.stderr(), able, SELDOM, SELDOM);
  }

  /// Makes a call that the user waits for. When it returns, nothing is being told any more.
  <T> T during(CallCounters.Call<T> call) throws InterruptedException {
    Thread teller = Thread.ofVirtual().name("delay").start(this::tell);
    try {
      return call.call();
    } finally {
      over.countDown();
      joined(teller);
    }
  }

  /// Waits for a teller that is to end, whatever happens meanwhile.
  private static void joined(Thread teller) {
    boolean interrupted = false;
    while (teller.isAlive()) {
      try {
        teller.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell() {
    try {
      Duration pause = first;
      while (!over.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        show();
        pause = next;
      }
      if (shown) {
        write(CLEARED);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (IOException clientGone) {
      // Then there is nobody to tell.
    }
  }

  private void show() throws IOException {
    Optional<Delay> why = delay.get();
    if (terminal.isPresent()) {
      if (why.isPresent() || shown) {
        write(CLEARED + fitting(why.map(Delay::words).orElse(""), terminal.get()));
        shown = true;
      }
    } else if (why.filter(Delay::isLong).isPresent()) {
      write(why.get().words() + "\n");
    }
  }

  /// A line that is wider than the terminal could not be taken back.
  private static String fitting(String words, Terminal terminal) {
    long columns = terminal.size().columns();
    return columns <= 0 || words.length() < columns ? words : words.substring(0, (int) columns - 1);
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
