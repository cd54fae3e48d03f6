package dev.berth.application;

import dev.berth.domain.event.GatewayEvent.InternalFault;
import dev.berth.domain.event.GatewayEvent.ProgramEnded;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.SessionId;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driven.RunningProgram;
import dev.berth.ports.driving.ExitListener;
import dev.berth.ports.driving.ProgramStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A session's program while it runs: two pumps, one for each direction, and its end.
///
/// The end of one direction does not end the other: a client may have said all it had to say long
/// before the program answers.
final class ProgramRun {
  /// How long a program may go on after each time that it was told that its client is gone, in
  /// milliseconds.
  private static final long GRACE_MILLIS = 500;

  /// The largest piece that an SSH client sends by default (RFC 4253, section 6.1).
  private static final int PIECE = 32 * 1024;

  private final SessionId session;
  private final RunningProgram program;
  private final List<Signal> farewell;
  private final Runnable release;
  private final Uses.Use use;
  private final ExitListener onExit;
  private final EventSink events;
  private final BackgroundWork work;
  private final InputStream clientInput;
  private final ClientOutput stdout;
  private final ClientOutput stderr;
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicBoolean ending = new AtomicBoolean();
  private final AtomicReference<@Nullable WindowSize> wantedSize = new AtomicReference<>();
  private final long begun = System.nanoTime();
  private final AtomicLong bytesIn = new AtomicLong();

  ProgramRun(
      SessionId session,
      Backend.Placement placement,
      ProgramStreams streams,
      ExitListener onExit,
      EventSink events,
      BackgroundWork work) {
    this.session = session;
    this.program = placement.program();
    this.farewell = placement.farewell();
    this.release = placement.release();
    this.use = placement.use();
    this.onExit = onExit;
    this.events = events;
    this.work = work;
    this.clientInput = streams.stdin();
    this.stdout = new ClientOutput(streams.stdout(), use, this::end);
    this.stderr = new ClientOutput(streams.stderr(), use, this::end);
    use.touch();
  }

  /// Starts the pumps.
  ///
  /// @param whenOver called after the exit was reported
  void begin(Runnable whenOver) {
    // The input pump may wait for a client that says nothing; nobody has to wait for it.
    Thread.ofVirtual().name("stdin-" + session).start(this::pumpInput);
    work.start(
        "output-" + session,
        () -> {
          pumpOutput();
          whenOver.run();
        });
  }

  private void pumpInput() {
    OutputStream stdin = program.stdin();
    byte[] piece = new byte[PIECE];
    boolean wanted = true;
    try {
      for (int n = clientInput.read(piece); n >= 0; n = clientInput.read(piece)) {
        // What a program that has closed its stdin still gets is dropped, so that its client is not
        // stuck.
        wanted = wanted && passOn(stdin, piece, n);
      }
      endOfFile(stdin);
    } catch (IOException clientGone) {
      // Its input is not at an end but broken off: telling the program end of file would let it
      // take half for the whole.
      end();
    } catch (RuntimeException | Error fault) {
      tell("passing input on", fault);
      end();
    }
  }

  private static void endOfFile(OutputStream stdin) {
    try {
      stdin.close();
    } catch (IOException nobodyReads) {
      // The program has ended before its input did.
    }
  }

  /// Whether the program takes more.
  private boolean passOn(OutputStream stdin, byte[] piece, int length) {
    try {
      stdin.write(piece, 0, length);
      stdin.flush();
      bytesIn.addAndGet(length);
      use.touch();
      return true;
    } catch (IOException nobodyReads) {
      return false;
    }
  }

  private void pumpOutput() {
    ExitStatus status = outcome();
    over.countDown();
    use.touch();
    try {
      attempt("letting go of a program", program::close);
      attempt("reporting an exit status", () -> onExit.exited(status));
    } finally {
      release.run();
      events.emit(
          new ProgramEnded(
              session,
              status,
              bytesIn.get(),
              stdout.count() + stderr.count(),
              firstByte(),
              Duration.ofNanos(System.nanoTime() - begun)));
    }
  }

  /// A fault of one step keeps nobody waiting for the next.
  private void attempt(String step, Runnable body) {
    try {
      body.run();
    } catch (RuntimeException | Error fault) {
      tell(step, fault);
    }
  }

  private void tell(String step, Throwable fault) {
    events.emit(new InternalFault(session.connection(), step, fault));
  }

  private Optional<Duration> firstByte() {
    return Stream.of(stdout.firstAt(), stderr.firstAt())
        .flatMapToLong(OptionalLong::stream)
        .mapToObj(at -> Duration.ofNanos(at - begun))
        .min(Comparator.naturalOrder());
  }

  private ExitStatus outcome() {
    try {
      program.copyOutput(stdout, stderr);
      return program.awaitExit();
    } catch (IOException | GatewayException cut) {
      return new ExitStatus.Lost("The connection to the program was lost.");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return new ExitStatus.Lost("The gateway stopped waiting for the program.");
    } catch (RuntimeException | Error fault) {
      tell("copying a program's output", fault);
      return new ExitStatus.Lost("The gateway lost the program by a fault of its own.");
    }
  }

  void signal(Signal signal) throws InterruptedException {
    program.signal(signal);
  }

  /// Asks for a size. Of several asked in a row the last one counts, so a window that is dragged
  /// costs few calls.
  void resize(WindowSize size) {
    if (wantedSize.getAndSet(size) == null) {
      work.start("resize-" + session, this::applySizes);
    }
  }

  private void applySizes() {
    try {
      WindowSize size = wantedSize.get();
      while (size != null) {
        tryResize(size);
        size = wantedSize.compareAndSet(size, null) ? null : wantedSize.get();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void tryResize(WindowSize size) throws InterruptedException {
    try {
      program.resize(size);
    } catch (GatewayException failure) {
      // A program that has just ended has no terminal any more.
    } catch (RuntimeException | Error fault) {
      tell("resizing a terminal", fault);
    }
  }

  /// The client is gone: the program is told, and as a rule ended if it does not go by itself. Does
  /// not block.
  void end() {
    if (ending.compareAndSet(false, true) && over.getCount() > 0) {
      work.start("end-" + session, this::hangUp);
    }
  }

  private void hangUp() {
    stdout.discard();
    stderr.discard();
    try {
      for (Signal signal : farewell) {
        trySignal(signal);
        if (over.await(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      program.close();
    }
  }

  private void trySignal(Signal signal) throws InterruptedException {
    try {
      program.signal(signal);
    } catch (GatewayException notDelivered) {
      // It has ended meanwhile, or the engine is away; the container's removal ends it in any case.
    }
  }
}
