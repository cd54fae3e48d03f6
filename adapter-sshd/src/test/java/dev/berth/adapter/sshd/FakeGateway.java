package dev.berth.adapter.sshd;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Program;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.ExitListener;
import dev.berth.ports.driving.Gateway;
import dev.berth.ports.driving.ProgramStreams;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A gateway in memory: its programs are lambdas, its books say what was asked of it.
final class FakeGateway implements Gateway {
  private final FakeProgram program;

  final List<Client> connected = new CopyOnWriteArrayList<>();
  final List<AuthenticatedUser> loggedIn = new CopyOnWriteArrayList<>();
  final AtomicInteger disconnected = new AtomicInteger();
  final AtomicInteger sessionsClosed = new AtomicInteger();

  /// Thrown instead of running programs, if set.
  volatile @Nullable RuntimeException startFailure;

  /// What signals and variables named SLOW wait for, if set.
  volatile @Nullable CountDownLatch gate;

  /// How many have come there.
  final AtomicInteger atGate = new AtomicInteger();

  /// Thrown instead of taking signals, if set.
  volatile @Nullable GatewayException signalFailure;

  FakeGateway(FakeProgram program) {
    this.program = program;
  }

  @Override
  public ConnectionHandler connected(Client client) {
    connected.add(client);
    return new Connection();
  }

  @Override
  public boolean shutdown(Duration deadline) {
    return true;
  }

  private final class Connection implements ConnectionHandler {
    @Override
    public SshConnectionHandler handshakeSucceeded(AuthenticatedUser user) {
      loggedIn.add(user);
      return (_, _) -> new Session();
    }

    @Override
    public void disconnected() {
      disconnected.incrementAndGet();
    }

    @Override
    public boolean shutdown(Duration deadline) {
      return true;
    }
  }

  private final class Session implements SessionHandler {
    private final Map<String, String> environment = new ConcurrentHashMap<>();
    private final BlockingQueue<WindowSize> sizes = new LinkedBlockingQueue<>();
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private @Nullable Terminal terminal;
    private volatile @Nullable Thread running;
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public void env(String name, String value) {
      if (name.startsWith("REFUSED")) {
        throw GatewayException.refused(FailureCode.BAD_REQUEST, "no such variable");
      }
      if (name.equals("SLOW")) {
        pass();
      }
      environment.put(name, value);
    }

    @Override
    public void pty(Terminal wanted) {
      terminal = wanted;
    }

    @Override
    public void shell(ProgramStreams streams, ExitListener onExit) {
      start(new Program.Shell(), streams, onExit);
    }

    @Override
    public void exec(Command command, ProgramStreams streams, ExitListener onExit) {
      start(new Program.Exec(command), streams, onExit);
    }

    @Override
    public void subsystem(String name, ProgramStreams streams, ExitListener onExit) {
      start(new Program.Subsystem(name), streams, onExit);
    }

    private void start(Program what, ProgramStreams streams, ExitListener onExit) {
      RuntimeException failure = startFailure;
      if (failure != null) {
        throw failure;
      }
      FakeProgram.Run run =
          new FakeProgram.Run(
              what, environment, Optional.ofNullable(terminal), streams, sizes, signals);
      running = Thread.startVirtualThread(() -> onExit.exited(outcome(run)));
    }

    private ExitStatus outcome(FakeProgram.Run run) {
      try {
        return program.run(run);
      } catch (Exception failure) {
        return new ExitStatus.Lost(failure.toString());
      }
    }

    private void pass() {
      CountDownLatch closed = gate;
      atGate.incrementAndGet();
      try {
        if (closed != null) {
          closed.await();
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void signal(Signal signal) {
      pass();
      GatewayException failure = signalFailure;
      if (failure != null) {
        throw failure;
      }
      signals.add(signal);
    }

    @Override
    public void window(WindowSize size) {
      sizes.add(size);
    }

    @Override
    public void close() {
      if (closed.getAndSet(true)) {
        return;
      }
      sessionsClosed.incrementAndGet();
      Thread program = running;
      if (program != null && program != Thread.currentThread()) {
        program.interrupt();
      }
    }

    @Override
    public boolean shutdown(Duration deadline) {
      close();
      return true;
    }
  }
}
