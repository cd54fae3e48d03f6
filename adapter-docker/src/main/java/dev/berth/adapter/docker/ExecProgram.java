package dev.berth.adapter.docker;

import dev.berth.adapter.docker.Launcher.Launching;
import dev.berth.adapter.docker.OutputReader.CutException;
import dev.berth.adapter.docker.OutputReader.DestinationException;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.RunningProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/// A program that was started in a running container by exec.
final class ExecProgram implements RunningProgram {
  /// How long an engine that went away may take to come back with a program's exit code.
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final ContainerId container;
  private final Timeouts timeouts;
  private final ExecHandle exec;
  private final EngineStream stream;
  private final OutputReader output;
  private final Announcement announcement;
  private final InContainer inside;
  private final Optional<String> mark;
  private final OutputStream stdin;
  private final ExitSearch search = new ExitSearch();
  private final EndCause cause = new EndCause();

  /// Whether the engine ended the output, before anything was cut here.
  private volatile boolean outputEnded;

  private volatile @Nullable ExitStatus known;

  /// Why the output is not whole, if it is not.
  private volatile @Nullable String cut;

  ExecProgram(ExecStart start, Launching launching, Announcement announcement, InContainer inside) {
    this.container = start.container();
    this.timeouts = start.timeouts();
    this.mark = start.launcher().mark();
    this.exec = launching.exec();
    this.stream = launching.stream();
    this.output = launching.output();
    this.announcement = announcement;
    this.inside = inside;
    this.stdin = exec.terminal() ? new TerminalInput(stream.output()) : stream.output();
  }

  @Override
  public OutputStream stdin() {
    return stdin;
  }

  @Override
  public void copyOutput(OutputStream stdout, OutputStream stderr) throws IOException {
    early(stdout, announcement.earlyStdout());
    early(stderr, announcement.earlyStderr());
    try {
      output.copy(stdout, stderr);
    } catch (DestinationException failed) {
      throw failed.unwrap();
    } catch (CutException broken) {
      cut = String.valueOf(broken.getMessage());
    } catch (IOException reset) {
      if (stream.resetLoses()) {
        cut = "the stream to the container engine was reset";
      }
    }
    outputEnded = !stream.closed();
  }

  private static void early(OutputStream destination, ByteString bytes) throws IOException {
    if (bytes.size() > 0) {
      bytes.write(destination);
      destination.flush();
    }
  }

  @Override
  public ExitStatus awaitExit() throws InterruptedException {
    ExitStatus status = search.await(this::findExit);
    known = status;
    return status;
  }

  private ExitStatus findExit() throws InterruptedException {
    String broken = cut;
    if (broken != null && outputEnded) {
      return lost(broken);
    }
    Backoff backoff = new Backoff(Duration.ofMillis(50));
    long answered = System.nanoTime();
    long nextLook = answered + inside.usualLag().toNanos();
    boolean worksOn = false;
    int failures = 0;
    while (true) {
      try {
        OptionalInt code = exec.code(attempt("asking for the exit code of"), timeouts.http());
        answered = System.nanoTime();
        if (code.isPresent()) {
          return judged(code.getAsInt());
        }
      } catch (GatewayException failed) {
        switch (failed.code()) {
          case ENGINE_UNREACHABLE, ENGINE_TIMEOUT, ENGINE_ERROR -> {
            if (since(answered) > PATIENCE.toNanos()) {
              return unfollowed("the container engine went away");
            }
          }
          default -> {
            return unfollowed("the container engine no longer knows the program");
          }
        }
        backoff.pause();
        continue;
      }
      if (!worksOn && since(nextLook) > 0) {
        if (!outputEnded) {
          return new ExitStatus.Lost("the program's streams were closed while it ran");
        }
        Look look = look();
        failures = look == Look.FAILED ? failures + 1 : 0;
        if (look == Look.HOLDS_OUTPUT || failures == Look.MOST_FAILURES) {
          return lost("the stream to the container engine was cut");
        }
        if (look == Look.WORKS_ON) {
          worksOn = true;
          backoff = new Backoff(Duration.ofSeconds(1));
        }
        nextLook = System.nanoTime() + Look.PAUSE.toNanos();
      }
      backoff.pause();
    }
  }

  /// Whether the program still holds its output, though the stream has ended.
  private Look look() throws InterruptedException {
    try {
      return Look.of(inside.holdsOutput(announcement));
    } catch (GatewayException failed) {
      // Whether the program is still there, the engine says when it is asked for the exit code.
      return failed.code() == FailureCode.CONTAINER_PAUSED ? Look.PAUSED : Look.FAILED;
    }
  }

  /// The engine also says 126 when it lost the program's streams itself.
  private ExitStatus judged(int code) throws InterruptedException {
    if (code == 126) {
      try {
        if (inside.holdsOutput(announcement)) {
          return lost("the container engine lost the program's streams");
        }
      } catch (GatewayException nobodyCanLook) {
        // With the container the program has ended too, but not of itself.
        return new ExitStatus.Lost("the container engine lost the program's streams");
      }
    }
    return cause.of(code, () -> new OutOfMemoryEvents(exec.engine(), container).before(exec));
  }

  /// Ends a program that nobody can follow any more.
  private ExitStatus lost(String reason) throws InterruptedException {
    try {
      signal(Signal.HUP);
    } catch (GatewayException notTold) {
      // What counts is the next one.
    }
    try {
      signal(Signal.KILL);
    } catch (GatewayException failed) {
      switch (failed.code()) {
        case ENGINE_UNREACHABLE, ENGINE_TIMEOUT, ENGINE_ERROR, CONTAINER_PAUSED -> {
          return unfollowed(reason);
        }
        default -> {
          // It has ended already.
        }
      }
    }
    return new ExitStatus.Lost(reason);
  }

  /// The same where nothing can be done now. In a container that outlives this the program would
  /// run on.
  private ExitStatus unfollowed(String reason) {
    mark.ifPresent(value ->
        new Reaper(exec.engine(), container, timeouts).endProgram(announcement.pid(), value));
    return new ExitStatus.Lost(reason);
  }

  private static long since(long nanoTime) {
    return System.nanoTime() - nanoTime;
  }

  @Override
  public void resize(WindowSize size) throws InterruptedException {
    exec.resize(size, attempt("resizing"), timeouts.window());
  }

  @Override
  public void signal(Signal signal) throws InterruptedException {
    if (known != null && !(known instanceof ExitStatus.Lost)) {
      throw DockerFailures.signalNotDelivered(signal, container, "the program has ended");
    }
    cause.deliver(signal, () -> inside.signal(signal, announcement.pid()));
  }

  @Override
  public Optional<ProgramMark> mark() {
    return mark.map(value -> Remains.mark(announcement.pid(), value));
  }

  private String attempt(String what) {
    return what + " a program in container " + container.brief();
  }

  @Override
  public void close() {
    stream.close();
    search.close();
  }
}
