package dev.berth.adapter.docker;

import dev.berth.adapter.docker.OutputReader.CutException;
import dev.berth.adapter.docker.OutputReader.DestinationException;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.RunningProgram;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/// A program that is a container's own.
final class ContainerProgram implements RunningProgram {
  /// How long a container may take from the end of its output to its own before that looks odd.
  private static final long USUAL_LAG_MILLIS = 3000;

  /// A container's own program, with no files known.
  private static final Announcement OWN =
      new Announcement(1, "", "", ByteString.EMPTY, ByteString.EMPTY);

  private final Engine engine;
  private final ContainerId container;
  private final Timeouts timeouts;
  private final EngineStream stream;
  private final OutputReader output;
  private final ContainerExit exit;
  private final OutputStream stdin;
  private final ExitSearch search = new ExitSearch();
  private final EndCause cause = new EndCause();

  /// Whether the engine ended the output, before anything was cut here.
  private volatile boolean outputEnded;

  /// Why the output is not whole, if it is not.
  private volatile @Nullable String cut;

  ContainerProgram(
      Engine engine,
      ContainerId container,
      Timeouts timeouts,
      EngineStream stream,
      boolean terminal,
      ContainerExit exit) {
    this.engine = engine;
    this.container = container;
    this.timeouts = timeouts;
    this.stream = stream;
    this.output = new OutputReader(stream.input(), !terminal);
    this.exit = exit;
    this.stdin = terminal ? new TerminalInput(stream.output()) : stream.output();
  }

  /// The engine refuses a size until the program runs, which is a moment after the start's answer.
  /// Whoever draws by the size gets SIGWINCH, so a size that cannot be set now is no reason to
  /// fail.
  void resizeAtStart(WindowSize size) throws InterruptedException {
    if (size.columns() == 0 && size.rows() == 0) {
      return;
    }
    Backoff backoff = new Backoff(Duration.ofMillis(50));
    for (int attempt = 0; attempt < 8 && !exit.status().isDone(); attempt++) {
      try {
        resize(size);
        return;
      } catch (GatewayException notYet) {
        backoff.pause();
      }
    }
  }

  @Override
  public OutputStream stdin() {
    return stdin;
  }

  @Override
  public void copyOutput(OutputStream stdout, OutputStream stderr) throws IOException {
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

  @Override
  public ExitStatus awaitExit() throws InterruptedException {
    return search.await(this::findExit);
  }

  private ExitStatus findExit() throws InterruptedException {
    String broken = cut;
    if (broken != null && outputEnded) {
      return new ExitStatus.Lost(broken);
    }
    Optional<ExitStatus> soon = exitWithin(USUAL_LAG_MILLIS);
    if (soon.isPresent()) {
      return soon.get();
    }
    if (!outputEnded) {
      return new ExitStatus.Lost("the program's streams were closed while it ran");
    }
    int failures = 0;
    while (failures < Look.MOST_FAILURES) {
      Look look = look();
      if (look == Look.WORKS_ON) {
        return exited();
      }
      if (look == Look.HOLDS_OUTPUT) {
        break;
      }
      failures = look == Look.FAILED ? failures + 1 : 0;
      soon = exitWithin(Look.PAUSE.toMillis());
      if (soon.isPresent()) {
        return soon.get();
      }
    }
    // Output that may have been cut off must not pass for all of it.
    return new ExitStatus.Lost("the stream to the container engine was cut");
  }

  private Optional<ExitStatus> exitWithin(long millis) throws InterruptedException {
    try {
      return Optional.of(caused(exit.status().get(millis, TimeUnit.MILLISECONDS)));
    } catch (TimeoutException stillRuns) {
      return Optional.empty();
    } catch (ExecutionException never) {
      throw new CompletionException(never);
    }
  }

  private ExitStatus exited() throws InterruptedException {
    try {
      return caused(exit.status().get());
    } catch (ExecutionException never) {
      throw new CompletionException(never);
    }
  }

  private ExitStatus caused(ExitStatus status) throws InterruptedException {
    return status instanceof ExitStatus.Exited(int code)
        ? cause.of(code, new OutOfMemoryEvents(engine, container)::beforeItsEnd)
        : status;
  }

  /// Whether the program still holds its output, though the stream has ended.
  private Look look() throws InterruptedException {
    try {
      return Look.of(new ContainerShell(engine, container, timeouts.signal()).holdsOutput(OWN));
    } catch (GatewayException notLookedAt) {
      return switch (notLookedAt.code()) {
        // With its container the program has ended too. Without a shell nobody can ever look; and
        // who loses the engine by this stream loses it by the wait for the exit as well.
        case CONTAINER_GONE, SHELL_MISSING -> Look.WORKS_ON;
        case CONTAINER_PAUSED -> Look.PAUSED;
        default -> Look.FAILED;
      };
    }
  }

  @Override
  public void resize(WindowSize size) throws InterruptedException {
    engine.call(
        "resizing container " + container.brief(),
        timeouts.window(),
        DockerFailures::reaching,
        docker ->
            docker
                .resizeContainerCmd(container.value())
                .withSize(size.rows(), size.columns())
                .exec());
  }

  @Override
  public void signal(Signal signal) throws InterruptedException {
    cause.deliver(
        signal,
        () ->
            engine.call(
                "sending " + signal.name() + " to container " + container.brief(),
                timeouts.signal(),
                DockerFailures::reaching,
                docker ->
                    docker
                        .killContainerCmd(container.value())
                        .withSignal(signal.kernelName())
                        .exec()));
  }

  /// With it ends its container.
  @Override
  public Optional<ProgramMark> mark() {
    return Optional.empty();
  }

  @Override
  public void close() {
    stream.close();
    search.close();
    if (exit.status().isDone()) {
      exit.close();
    } else {
      // Not at once: the program may just be ending.
      CompletableFuture.delayedExecutor(2 * ExitSearch.GRACE_MILLIS, TimeUnit.MILLISECONDS)
          .execute(exit::close);
    }
  }
}
