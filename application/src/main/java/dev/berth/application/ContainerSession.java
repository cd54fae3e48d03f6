package dev.berth.application;

import dev.berth.domain.configuration.SecurityPolicy;
import dev.berth.domain.event.GatewayEvent.BackendFailed;
import dev.berth.domain.event.GatewayEvent.ProgramStarted;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Program;
import dev.berth.domain.session.SessionId;
import dev.berth.domain.session.SessionState;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driving.ExitListener;
import dev.berth.ports.driving.ProgramStreams;
import dev.berth.ports.driving.SessionHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One session channel.
final class ContainerSession implements SessionHandler {
  private final SessionId id;
  private final BackendLaunch backend;
  private final EventSink events;
  private final BackgroundWork work;
  private final Consumer<ContainerSession> whenOver;
  private final Waiter waiter = new Waiter();
  private SessionState state = SessionState.fresh();
  private @Nullable ProgramRun run;
  private @Nullable WindowSize early;

  ContainerSession(
      SessionId id,
      BackendLaunch backend,
      EventSink events,
      BackgroundWork whole,
      Consumer<ContainerSession> whenOver) {
    this.id = id;
    this.backend = backend;
    this.events = events;
    this.work = whole.part();
    this.whenOver = whenOver;
  }

  /// What the client may ask for. Waits until that is known.
  SecurityPolicy policy() {
    try {
      return backend.policy(waiter);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw GatewayException.refused(FailureCode.SESSION_CLOSED, "The channel is closed.");
    }
  }

  /// What the client may ask for, if that is known.
  Optional<SecurityPolicy> policyNow() {
    return backend.policyNow();
  }

  @Override
  public synchronized void env(String name, String value) {
    SessionState.Preparing preparing = state.preparing();
    set(() -> preparing.env(name, value));
  }

  /// Sets a variable of which the client has no say.
  synchronized void given(String name, String value) {
    SessionState.Preparing preparing = state.preparing();
    set(() -> preparing.given(name, value));
  }

  private void set(Supplier<SessionState> change) {
    try {
      state = change.get();
    } catch (IllegalArgumentException malformed) {
      throw GatewayException.refused(
          FailureCode.BAD_REQUEST, String.valueOf(malformed.getMessage()));
    }
  }

  @Override
  public synchronized void pty(Terminal terminal) {
    state = state.preparing().pty(terminal);
  }

  @Override
  public void shell(ProgramStreams streams, ExitListener onExit) throws InterruptedException {
    start(new Program.Shell(), streams, onExit);
  }

  @Override
  public void exec(Command command, ProgramStreams streams, ExitListener onExit)
      throws InterruptedException {
    start(new Program.Exec(command), streams, onExit);
  }

  @Override
  public void subsystem(String name, ProgramStreams streams, ExitListener onExit)
      throws InterruptedException {
    start(new Program.Subsystem(name), streams, onExit);
  }

  private void start(Program program, ProgramStreams streams, ExitListener onExit)
      throws InterruptedException {
    SessionState.Preparing prepared = beginStarting();
    Runnable done = work.hold();
    long begun = System.nanoTime();
    try {
      Backend.Request request =
          new Backend.Request(
              id, program, prepared.environment(), prepared.terminal(), waiter, work);
      Backend.Placement placement =
          DelayDisplay.of(this::delay, streams, prepared.terminal())
              .during(() -> backend.await(waiter).start(request));
      tell(placement, streams, prepared.terminal());
      ProgramRun started = new ProgramRun(id, placement, streams, onExit, events, work);
      adopt(started);
      events.emit(
          new ProgramStarted(
              id, program.requestType(), Duration.ofNanos(System.nanoTime() - begun)));
      started.begin(() -> whenOver.accept(this));
    } catch (GatewayException failure) {
      report(failure);
      throw failure;
    } catch (RuntimeException | Error fault) {
      GatewayException failure =
          GatewayException.backend(
              FailureCode.INTERNAL, "starting a program failed by a fault: " + fault, fault);
      report(failure);
      throw failure;
    } finally {
      overIfNothingRuns();
      done.run();
    }
  }

  /// Programs that talk to programs are not disturbed.
  private static void tell(
      Backend.Placement placement, ProgramStreams streams, Optional<Terminal> terminal) {
    if (terminal.isPresent() && placement.notice().isPresent()) {
      try {
        streams
            .stdout()
            .write((placement.notice().get() + "\r\n").getBytes(StandardCharsets.UTF_8));
        streams.stdout().flush();
      } catch (IOException clientGone) {
        // Then there is nobody to tell.
      }
    }
  }

  private Optional<Delay> delay() {
    return waiter.delay().or(backend::delay);
  }

  private synchronized SessionState.Preparing beginStarting() {
    SessionState.Preparing prepared = state.preparing();
    state = new SessionState.Started();
    return prepared;
  }

  /// From now on signals and window sizes go to the program; a size or a close that came earlier is
  /// made up for.
  private void adopt(ProgramRun started) {
    WindowSize size;
    boolean closed;
    synchronized (this) {
      run = started;
      size = early;
      closed = state instanceof SessionState.Ended;
    }
    if (size != null) {
      started.resize(size);
    }
    if (closed) {
      started.end();
    }
  }

  private void overIfNothingRuns() {
    synchronized (this) {
      if (run != null) {
        return;
      }
    }
    whenOver.accept(this);
  }

  private void report(GatewayException failure) {
    if (!waiter.hasLeft()) {
      events.emit(
          new BackendFailed(
              id.connection(), id, failure.code(), failure.operatorMessage(), failure.getCause()));
    }
  }

  @Override
  public void signal(Signal signal) throws InterruptedException {
    ProgramRun running;
    synchronized (this) {
      running = run;
    }
    if (running == null) {
      throw GatewayException.refused(FailureCode.BAD_REQUEST, "no program is running");
    }
    running.signal(signal);
  }

  @Override
  public void window(WindowSize size) {
    ProgramRun running;
    synchronized (this) {
      early = size;
      running = run;
    }
    if (running != null) {
      running.resize(size);
    }
  }

  @Override
  public void close() {
    ProgramRun running;
    synchronized (this) {
      if (state instanceof SessionState.Ended) {
        return;
      }
      state = new SessionState.Ended();
      running = run;
    }
    waiter.leave();
    if (running != null) {
      running.end();
    } else {
      whenOver.accept(this);
    }
  }

  /// Waits until nothing of the session is left: no start in progress, no program, no container of
  /// its own.
  void awaitEnd(Duration atMost) throws InterruptedException {
    work.awaitIdle(atMost);
  }

  @Override
  public boolean shutdown(Duration deadline) throws InterruptedException {
    close();
    return work.awaitIdle(deadline);
  }
}
