package dev.berth.adapter.sshd;

import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Program;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.TerminalModes;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driving.SessionHandler;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.jspecify.annotations.Nullable;

/// What a client may ask of a session channel (RFC 4254, section 6). What is malformed, comes at
/// the wrong time or is not offered is refused; a refusal never ends the connection.
///
/// Requests are done and answered one after the other, as the protocol has it, but not by the
/// thread that reads from the client: whether it may have a variable can take as long as a
/// configuration server takes, and meanwhile the client's other channels and its signs of life are
/// to be heard. A client that goes on asking nevertheless is held up for a moment and then cut off.
final class SessionRequests {
  private final SessionChannel channel;
  private final SessionHandler handler;
  private final Deliveries deliveries;
  private @Nullable Runnable afterReply;
  private boolean started;
  private volatile boolean terminal;

  SessionRequests(SessionChannel channel, SessionHandler handler, Deliveries deliveries) {
    this.channel = channel;
    this.handler = handler;
    this.deliveries = deliveries;
  }

  /// What a request asks for, done in its turn.
  private interface Deed {
    /// @return whether it was done
    boolean isDone() throws InterruptedException;
  }

  /// Whether the client has been given a terminal.
  boolean hasTerminal() {
    return terminal;
  }

  /// Takes a request.
  void take(String request, boolean wantReply, Buffer details) {
    int size = details.available();
    Deed deed = deed(request, details);
    if (request.equals("window-change") && !wantReply) {
      // Does not block and is not answered. While a window is dragged there are many.
      isDone(request, deed);
      return;
    }
    try {
      if (!deliveries.add(size, () -> deliver(request, wantReply, deed))) {
        channel.session().tooMuchAsked();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /// Reads a request, whose bytes are gone when its turn comes.
  private Deed deed(String request, Buffer details) {
    try {
      return switch (request) {
        case "env" -> env(text(details), text(details));
        case "pty-req" -> pty(text(details), size(details), details.getBytes());
        case "shell" -> start(new Program.Shell());
        case "exec" -> start(new Program.Exec(new Command(details.getBytes())));
        case "subsystem" -> start(new Program.Subsystem(text(details)));
        case "window-change" -> window(size(details));
        case "signal" -> signal(request, new Signal(text(details)));
        case "break" -> signal(request, Signal.INT);
        case "eow@openssh.com" -> this::endOfWrite;
        case "keepalive@openssh.com" -> () -> false;
        case "auth-agent-req@openssh.com" -> forwarding(request, "agent forwarding");
        case "x11-req" -> forwarding(request, "X11 forwarding");
        default -> () -> refuse(request, "not offered");
      };
    } catch (CharacterCodingException malformed) {
      return () -> malformed(request, malformed);
    } catch (RuntimeException failure) {
      return () -> {
        throw failure;
      };
    }
  }

  private void deliver(String request, boolean wantReply, Deed deed) {
    boolean done = isDone(request, deed);
    Runnable next = afterReply;
    afterReply = null;
    try {
      if (wantReply) {
        channel.reply(request, done);
      }
    } finally {
      if (next != null) {
        next.run();
      }
    }
  }

  private boolean isDone(String request, Deed deed) {
    try {
      return deed.isDone();
    } catch (GatewayException refusal) {
      return refuse(request, refusal.operatorMessage());
    } catch (BufferException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
      return malformed(request, malformed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error failure) {
      // Without a reply the client would take the next one for it.
      channel.session().connection().internalError("request " + request, failure);
    }
    return false;
  }

  private boolean malformed(String request, Exception malformed) {
    return refuse(request, "malformed: " + SshdFailures.reason(malformed));
  }

  private boolean refuse(String request, String reason) {
    channel.refused(request, reason);
    return false;
  }

  private Deed forwarding(String request, String what) {
    String reason = what + " is not allowed";
    return () -> {
      channel.session().explain(reason);
      return refuse(request, reason);
    };
  }

  private Deed env(String name, String value) {
    return () -> {
      if (started) {
        return refuse("env", "a program was asked for already");
      }
      handler.env(name, value);
      return true;
    };
  }

  private Deed pty(String type, WindowSize size, byte[] modes) {
    Terminal wanted = new Terminal(type, size, TerminalModes.decode(modes));
    return () -> {
      if (started) {
        return refuse("pty-req", "a program was asked for already");
      }
      handler.pty(wanted);
      terminal = true;
      return true;
    };
  }

  private Deed start(Program program) {
    return () -> {
      if (started) {
        return refuse(program.requestType(), "a program was asked for already");
      }
      started = true;
      ProgramRun run = new ProgramRun(channel, handler, program, terminal);
      afterReply = () -> Thread.ofVirtual().name("session-" + channel.id()).start(run::start);
      return true;
    };
  }

  private Deed window(WindowSize size) {
    return () -> {
      handler.window(size);
      return true;
    };
  }

  /// Not before the reply: the program may end by it, and the channel with it.
  private boolean endOfWrite() {
    afterReply = channel.sender()::unwanted;
    return true;
  }

  /// Each may take long, and whoever sends so many does not need them all.
  private Deed signal(String request, Signal signal) {
    if (deliveries.isBusy()) {
      return () -> refuse(request, "too many requests are waiting");
    }
    return () -> {
      handler.signal(signal);
      return true;
    };
  }

  private static WindowSize size(Buffer details) {
    int columns = dimension(details);
    int rows = dimension(details);
    return new WindowSize(columns, rows, dimension(details), dimension(details));
  }

  private static int dimension(Buffer details) {
    return (int) Math.min(details.getUInt(), Integer.MAX_VALUE);
  }

  private static String text(Buffer details) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(details.getBytes()))
        .toString();
  }
}
