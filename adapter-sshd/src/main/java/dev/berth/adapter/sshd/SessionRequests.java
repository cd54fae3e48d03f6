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
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;

/// What a client may ask of a session channel (RFC 4254, section 6). What is malformed, comes at
/// the wrong time or is not offered is refused; a refusal never ends the connection.
final class SessionRequests {
  private final SessionChannel channel;
  private final SessionHandler handler;
  private boolean started;
  private boolean terminal;

  SessionRequests(SessionChannel channel, SessionHandler handler) {
    this.channel = channel;
    this.handler = handler;
  }

  Result handle(String request, boolean wantReply, Buffer details) {
    try {
      return switch (request) {
        case "env" -> env(details);
        case "pty-req" -> pty(details);
        case "shell" -> start(new Program.Shell());
        case "exec" -> start(new Program.Exec(new Command(details.getBytes())));
        case "subsystem" -> start(new Program.Subsystem(text(details)));
        case "window-change" -> window(details);
        case "signal" -> signal(request, wantReply, new Signal(text(details)));
        case "break" -> signal(request, wantReply, Signal.INT);
        case "eow@openssh.com" -> endOfWrite();
        case "keepalive@openssh.com" -> Result.ReplyFailure;
        case "auth-agent-req@openssh.com" -> forwarding(request, "agent forwarding");
        case "x11-req" -> forwarding(request, "X11 forwarding");
        default -> refuse(request, "not offered");
      };
    } catch (GatewayException refusal) {
      return refuse(request, refusal.operatorMessage());
    } catch (BufferException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | CharacterCodingException malformed) {
      return refuse(request, "malformed: " + SshdFailures.reason(malformed));
    } catch (RuntimeException failure) {
      channel.session().connection().internalError("request " + request, failure);
      return Result.ReplyFailure;
    }
  }

  private Result refuse(String request, String reason) {
    channel.refused(request, reason);
    return Result.ReplyFailure;
  }

  private Result forwarding(String request, String what) {
    String reason = what + " is not allowed";
    channel.session().explain(reason);
    return refuse(request, reason);
  }

  private Result env(Buffer details) throws CharacterCodingException {
    String name = text(details);
    String value = text(details);
    if (started) {
      return refuse("env", "a program was asked for already");
    }
    handler.env(name, value);
    return Result.ReplySuccess;
  }

  private Result pty(Buffer details) throws CharacterCodingException {
    String type = text(details);
    WindowSize size = size(details);
    Terminal wanted = new Terminal(type, size, TerminalModes.decode(details.getBytes()));
    if (started) {
      return refuse("pty-req", "a program was asked for already");
    }
    handler.pty(wanted);
    terminal = true;
    return Result.ReplySuccess;
  }

  private Result start(Program program) {
    if (started) {
      return refuse(program.requestType(), "a program was asked for already");
    }
    started = true;
    channel.afterReply(new ProgramRun(channel, handler, program, terminal)::start);
    return Result.ReplySuccess;
  }

  private Result window(Buffer details) {
    handler.window(size(details));
    return Result.ReplySuccess;
  }

  private Result endOfWrite() {
    channel.sender().unwanted();
    return Result.ReplySuccess;
  }

  /// Delivering may take long, so the reply comes when it is done.
  private Result signal(String request, boolean wantReply, Signal signal) {
    Runnable delivery =
        () -> {
          boolean delivered = deliver(request, signal);
          if (wantReply) {
            channel.reply(request, delivered);
          }
        };
    return channel.deliveries().add(delivery)
        ? Result.Replied
        : refuse(request, "too many signals are waiting");
  }

  private boolean deliver(String request, Signal signal) {
    try {
      handler.signal(signal);
      return true;
    } catch (GatewayException refusal) {
      channel.refused(request, refusal.operatorMessage());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      channel.session().connection().internalError("signal", failure);
    }
    return false;
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
