package dev.berth.ports.fake;

import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.RunningProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A program that runs as a virtual thread.
public final class InMemoryProgram implements RunningProgram, TinyShell.Io {
  private static final Set<String> HARMLESS =
      Set.of("CHLD", "CONT", "STOP", "TSTP", "URG", "WINCH");

  private final Pipe stdin = new Pipe();
  private final Pipe stdout = new Pipe();
  private final Pipe stderr = new Pipe();
  private final Environment environment;
  private final Map<String, HandedFile> files;
  private final boolean terminal;
  private final Faults faults;
  private final List<Signal> signals = new CopyOnWriteArrayList<>();
  private final List<WindowSize> sizes = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private final String mark = UUID.randomUUID().toString();
  private boolean over;
  private volatile boolean cut;
  private volatile boolean left;
  private @Nullable ExitStatus status;

  InMemoryProgram(
      byte[] command,
      Environment environment,
      Map<String, HandedFile> files,
      Optional<Terminal> terminal,
      Faults faults,
      Consumer<InMemoryProgram> whenEnded) {
    this.environment = environment;
    this.files = files;
    this.faults = faults;
    this.terminal = terminal.isPresent();
    terminal.ifPresent(t -> sizes.add(t.size()));
    this.thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              finish(execute(command));
              whenEnded.accept(this);
            });
  }

  @Override
  public byte[] file(String path) {
    HandedFile file = files.get(path);
    return file == null ? new byte[0] : file.content();
  }

  InMemoryProgram start() {
    thread.start();
    return this;
  }

  private ExitStatus execute(byte[] command) {
    try {
      return new ExitStatus.Exited(new TinyShell(this).run(command));
    } catch (IOException | InterruptedException broken) {
      return new ExitStatus.Exited(141);
    }
  }

  /// Ends it with a status; the first one counts.
  synchronized void finish(ExitStatus how) {
    if (over) {
      return;
    }
    over = true;
    status = how;
    stdin.closeReader();
    stdout.closeWriter();
    stderr.closeWriter();
    ended.countDown();
  }

  /// The engine goes away: the streams end, and nobody learns how the program did.
  public void lose() {
    finish(new ExitStatus.Lost("the engine went away"));
    thread.interrupt();
  }

  /// The signals that were delivered.
  public List<Signal> signals() {
    return List.copyOf(signals);
  }

  /// The sizes that the terminal had, the first one first.
  public List<WindowSize> sizes() {
    return List.copyOf(sizes);
  }

  /// Waits until the program has ended.
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public OutputStream stdin() {
    return stdin.sink();
  }

  @Override
  public void copyOutput(OutputStream toStdout, OutputStream toStderr) throws IOException {
    Thread errors = Thread.ofVirtual().unstarted(() -> copyQuietly(stderr.source(), toStderr));
    errors.start();
    try {
      copy(stdout.source(), toStdout);
      errors.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copyQuietly(InputStream from, OutputStream to) {
    try {
      copy(from, to);
    } catch (IOException destinationGone) {
      return;
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] piece = new byte[8192];
    for (int n = from.read(piece); n >= 0; n = from.read(piece)) {
      to.write(piece, 0, n);
      to.flush();
    }
  }

  @Override
  public ExitStatus awaitExit() throws InterruptedException {
    if (cut) {
      return new ExitStatus.Lost("the streams were cut");
    }
    ended.await();
    synchronized (this) {
      return status == null ? new ExitStatus.Lost("unknown") : status;
    }
  }

  @Override
  public void resize(WindowSize size) throws InterruptedException {
    faults.at("resize");
    sizes.add(size);
  }

  @Override
  public void signal(Signal signal) throws InterruptedException {
    faults.at("deliver");
    boolean fatal = signal.number().isPresent();
    if (ended.getCount() == 0 || (!fatal && !HARMLESS.contains(signal.kernelName()))) {
      throw GatewayException.backend(
          FailureCode.ENGINE_ERROR,
          "the program has ended or there is no such signal: none can be delivered",
          null);
    }
    signals.add(signal);
    if (fatal && !ignores(signal)) {
      finish(new ExitStatus.Signalled(signal, false, ""));
      thread.interrupt();
    }
  }

  @Override
  public void leaveBehind() {
    left = true;
  }

  /// Whether something that it left behind is still there.
  public boolean hasLeftSomething() {
    return left;
  }

  boolean signalRemains(Signal signal) {
    boolean any = left;
    left = any && (signal.number().isEmpty() || ignores(signal));
    return any;
  }

  @Override
  public Optional<ProgramMark> mark() {
    return Optional.of(new ProgramMark(mark));
  }

  /// By a variable such as `IGNORE_HUP`.
  private boolean ignores(Signal signal) {
    return environment.variables().containsKey("IGNORE_" + signal.name());
  }

  @Override
  public void close() {
    cut = true;
    stdin.closeWriter();
    stdout.closeReader();
    stderr.closeReader();
  }

  @Override
  public InputStream stdinSource() {
    return stdin.source();
  }

  @Override
  public OutputStream stdout() {
    return stdout.sink();
  }

  @Override
  public OutputStream stderr() {
    return terminal ? stdout.sink() : stderr.sink();
  }

  @Override
  public Environment environment() {
    return environment;
  }

  @Override
  public String windowSize() {
    WindowSize size = sizes.getLast();
    return size.rows() + " " + size.columns();
  }
}
