package dev.berth.adapter.sshd;

import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.ExitStatus.Exited;
import dev.berth.domain.session.ExitStatus.Lost;
import dev.berth.domain.session.ExitStatus.Signalled;
import dev.berth.domain.session.Program;
import dev.berth.domain.session.Program.Exec;
import dev.berth.domain.session.Program.Shell;
import dev.berth.domain.session.Program.Subsystem;
import dev.berth.ports.driving.ProgramStreams;
import dev.berth.ports.driving.SessionHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One program on one channel, from asking the gateway for it to telling the client how it ended.
/// What cannot be had is said in words and closes the channel without a status: a client never
/// takes it for success.
final class ProgramRun {
  private static final Logger LOG = LoggerFactory.getLogger(ProgramRun.class);

  private final SessionChannel channel;
  private final SessionHandler handler;
  private final Program program;
  private final boolean terminal;
  private final AtomicBoolean over = new AtomicBoolean();

  ProgramRun(SessionChannel channel, SessionHandler handler, Program program, boolean terminal) {
    this.channel = channel;
    this.handler = handler;
    this.program = program;
    this.terminal = terminal;
  }

  /// Brings the program up. Blocks for as long as that takes.
  void start() {
    try {
      start(channel.streams());
    } catch (GatewayException failure) {
      failed(failure.code(), failure.userMessage());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      failed(FailureCode.SHUTTING_DOWN, GatewayException.INITIALIZATION_FAILED);
    } catch (RuntimeException | Error failure) {
      channel.session().connection().internalError("starting " + program.requestType(), failure);
      failed(FailureCode.INTERNAL, GatewayException.INITIALIZATION_FAILED);
    }
  }

  private void start(ProgramStreams streams) throws InterruptedException {
    switch (program) {
      case Shell _ -> handler.shell(streams, this::exited);
      case Exec(var command) -> handler.exec(command, streams, this::exited);
      case Subsystem(var name) -> handler.subsystem(name, streams, this::exited);
    }
  }

  private void failed(FailureCode code, String message) {
    end(message + " [" + code + "] connection " + channel.session().connection().id(), null);
  }

  private void exited(ExitStatus status) {
    switch (status) {
      case Exited exited -> end("", new ProgramEnd.Status(exited));
      case Signalled signalled -> end(signalled.message(), new ProgramEnd.Killed(signalled));
      case Lost(var reason) -> end(reason, null);
    }
  }

  private void end(String lastWords, @Nullable ProgramEnd how) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    try {
      say(lastWords);
    } catch (IOException gone) {
      LOG.debug("{}: not said: {}", channel, lastWords);
    }
    channel.finish(how);
  }

  /// A line for the user: on stderr, or on the terminal, which shows it only in its own kind of
  /// line.
  private void say(String words) throws IOException {
    if (words.isEmpty()) {
      return;
    }
    ProgramStreams streams = channel.streams();
    OutputStream to = terminal ? streams.stdout() : streams.stderr();
    to.write((words + (terminal ? "\r\n" : "\n")).getBytes(StandardCharsets.UTF_8));
  }
}
