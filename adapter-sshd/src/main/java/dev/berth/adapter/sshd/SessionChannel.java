package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SshLimits;
import dev.berth.domain.event.GatewayEvent.RequestRefused;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.SessionId;
import dev.berth.ports.driving.ProgramStreams;
import dev.berth.ports.driving.SessionHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/// A session channel (RFC 4254, section 6): its data, its end, and its place in the gateway. What
/// clients ask of it is in [SessionRequests], how its program runs in [ProgramRun].
final class SessionChannel extends GatewayChannel {
  private static final long LARGEST_PACKET = 1 << 20;

  private final ChannelSender sender = new ChannelSender(this);
  private final ChannelInput stdin = new ChannelInput(this::readBy);

  /// How long a client is held up that asks for more than is being done.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Deliveries deliveries =
      new Deliveries(
          fault -> session().connection().internalError("a channel request", fault), PATIENCE);
  private @Nullable InputWindow input;
  private @Nullable SessionHandler handler;
  private volatile @Nullable SessionRequests requests;

  private SessionChannel() {}

  static ChannelFactory factory() {
    return new ChannelFactory() {
      @Override
      public String getName() {
        return "session";
      }

      @Override
      public Channel createChannel(Session session) {
        return new SessionChannel();
      }
    };
  }

  SessionId id() {
    return new SessionId(session().connection().id(), getChannelId());
  }

  ChannelSender sender() {
    return sender;
  }

  ProgramStreams streams() {
    return new ProgramStreams(
        stdin, new ChannelOutput(sender::stdout), new ChannelOutput(sender::stderr));
  }

  @Override
  public OpenFuture open(long recipient, long window, long packet, Buffer request) {
    setRecipient(recipient);
    if (session().connection().services().leaving().get()) {
      return refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, "the gateway is shutting down");
    }
    SshLimits limits = session().connection().services().configuration().limits();
    var open = ((AbstractConnectionService) service).getChannels();
    if (open.size() > limits.maxChannels()) {
      return refuse(SshConstants.SSH_OPEN_RESOURCE_SHORTAGE, "too many channels are open");
    }
    if (packet < 1) {
      return refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, "packets need room for data");
    }
    InputWindow wanted =
        new InputWindow(session().connection().services().memory().input(), session().input());
    if (!wanted.open()) {
      return refuse(SshConstants.SSH_OPEN_RESOURCE_SHORTAGE, "too many channels are open");
    }
    input = wanted;
    // The library ends the connection where a client takes larger packets than it would ever send.
    return super.open(recipient, window, Math.min(packet, LARGEST_PACKET), request);
  }

  @Override
  protected OpenFuture doInit(Buffer request) {
    byte[] extraData = new byte[request.available()];
    request.getRawBytes(extraData);
    try {
      SessionHandler opened =
          ((SessionService) service).sessions().openSession(getChannelId(), extraData);
      handler = opened;
      requests = new SessionRequests(this, opened, deliveries);
    } catch (GatewayException refusal) {
      return refuse(SshdFailures.openFailure(refusal), refusal.userMessage());
    } catch (RuntimeException failure) {
      session().connection().internalError("opening a session", failure);
      return refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, "internal error");
    }
    return super.doInit(request);
  }

  /// Tells the operator that a request was refused.
  void refused(String request, String reason) {
    session()
        .connection()
        .emitSome(
            new RequestRefused(
                id(), SshdFailures.printable(request), SshdFailures.printable(reason)));
  }

  @Override
  protected Result handleInternalRequest(String request, boolean wantReply, Buffer details) {
    SessionRequests taker = requests;
    if (taker == null) {
      return Result.ReplyFailure;
    }
    taker.take(request, wantReply, details);
    return Result.Replied;
  }

  /// Answers a request.
  void reply(String request, boolean success) {
    if (isClosing()) {
      // Nothing may follow the channel's end (RFC 4254, section 5.3).
      return;
    }
    try {
      Buffer unused = session().createBuffer(SshConstants.SSH_MSG_IGNORE);
      sendResponse(unused, request, success ? Result.ReplySuccess : Result.ReplyFailure, true);
    } catch (IOException gone) {
      log.debug("{}: no reply to {}: {}", this, request, gone.getMessage());
    }
  }

  @Override
  protected void doWriteData(byte[] data, int offset, long length) {
    stdin.received(data, offset, (int) length);
  }

  @Override
  protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
    // No program reads such data (RFC 4254, section 5.2, has it for the other direction).
    readBy((int) length);
  }

  private void readBy(int bytes) throws IOException {
    InputWindow window = input;
    if (window != null && !isClosing()) {
      long open = window.read(bytes);
      if (open > 0) {
        getLocalWindow().release(open);
      }
    }
  }

  /// The library's window is as large as it ever gets; the client gets to know of a small part, and
  /// of the rest as the [InputWindow] grows.
  @Override
  protected void configureWindow() {
    super.configureWindow();
    try {
      getLocalWindow().consume(InputWindow.FULL - InputWindow.SMALL);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    stdin.end();
  }

  @Override
  public void handleClose() {
    sender.stopThen(() -> {
      try {
        super.handleClose();
      } catch (IOException | RuntimeException failure) {
        session().exceptionCaught(failure);
      }
    });
  }

  /// Whether the client has been given a terminal.
  boolean hasTerminal() {
    SessionRequests taken = requests;
    return taken != null && taken.hasTerminal();
  }

  /// Tells the user something on the terminal, or on stderr where there is none, which is no data
  /// that counts as use. Does not wait: a paused terminal shows it later.
  void announce(String message) {
    boolean terminal = hasTerminal();
    byte[] line =
        (terminal ? "\r\n" + message + "\r\n" : message + "\n").getBytes(StandardCharsets.UTF_8);
    Thread.ofVirtual()
        .name("announce-" + id())
        .start(() -> {
          try {
            sender.announce(line, terminal);
          } catch (IOException gone) {
            log.debug("{}: not told: {}", this, gone.getMessage());
          } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /// Says how the program ended, ends the data, and closes (RFC 4254, sections 5.3 and 6.10). In
  /// this order, because a client that has nothing more to send may close the channel as soon as it
  /// hears of the end of data, and then nothing more can be said on it. Data after their end would
  /// end the whole connection of OpenSSH's client, so nobody sends any more.
  void finish(@Nullable ProgramEnd end) {
    sender.stopThen(() -> tellEnd(end));
  }

  private void tellEnd(@Nullable ProgramEnd end) {
    try {
      if (end != null) {
        writePacket(end.request(session(), getRecipient()));
      }
      sendEof();
    } catch (IOException gone) {
      log.debug("{}: its end was not told: {}", this, gone.getMessage());
    } finally {
      close(false);
    }
  }

  @Override
  protected void preClose() {
    sender.stop();
    stdin.cut();
    deliveries.close();
    super.preClose();
    SessionHandler last = handler;
    if (last != null) {
      try {
        last.close();
      } catch (RuntimeException failure) {
        session().connection().internalError("closing a session", failure);
      }
    }
    stdin.discard();
    InputWindow window = input;
    if (window != null) {
      window.close();
    }
  }
}
