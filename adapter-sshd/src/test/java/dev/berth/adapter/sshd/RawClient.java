package dev.berth.adapter.sshd;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelSession;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.extension.DefaultClientKexExtensionHandler;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/// A client that sends what OpenSSH's never would.
final class RawClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final SshClient client;
  final ClientSession session;

  private final List<String> extensions = new CopyOnWriteArrayList<>();
  private final List<String> remarks = new CopyOnWriteArrayList<>();
  private final BlockingQueue<byte[]> pongs = new LinkedBlockingQueue<>();

  RawClient(int port) throws IOException {
    this(port, true);
  }

  private RawClient(int port, boolean logsIn) throws IOException {
    client = library();
    client.setKexExtensionHandler(new NotingExtensions());
    client.setSessionFactory(new NotingSessions(client));
    client.start();
    session = client.connect("demo", "127.0.0.1", port).verify(PATIENCE).getSession();
    session.addPasswordIdentity(FakeAuthenticator.PASSWORD);
    if (logsIn) {
      session.auth().verify(PATIENCE);
    }
  }

  /// One that has exchanged keys and has not logged in.
  static RawClient stranger(int port) throws IOException {
    RawClient stranger = new RawClient(port, false);
    var _ =
        stranger.session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.WAIT_AUTH), PATIENCE);
    return stranger;
  }

  /// The library's client, which trusts every server and has no keys.
  static SshClient library() {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier((_, _, _) -> true);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    return client;
  }

  /// What the server says that it understands beyond the protocol.
  List<String> extensions() {
    return extensions;
  }

  /// What the server has said for people to read (RFC 4253, section 11.3).
  List<String> remarks() {
    return remarks;
  }

  /// Sends OpenSSH's transport-level ping.
  ///
  /// @return the answer
  byte[] ping(byte[] data) throws Exception {
    sendPing(data);
    byte[] pong = pongs.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (pong == null) {
      throw new IOException("no answer to a ping");
    }
    return pong;
  }

  void sendPing(byte[] data) throws IOException {
    Buffer ping = session.createBuffer(Extensions.PING, data.length + 16);
    ping.putBytes(data);
    session.writePacket(ping);
  }

  /// Sends what servers ignore (RFC 4253, section 11.2).
  void sendIgnored(byte[] data) throws IOException {
    Buffer ignored = session.createBuffer(SshConstants.SSH_MSG_IGNORE, data.length + 16);
    ignored.putBytes(data);
    session.writePacket(ignored).verify(PATIENCE);
  }

  /// From now on the client takes nothing that it is sent.
  void stopReading() {
    session.getIoSession().suspendRead();
  }

  void goOnReading() {
    session.getIoSession().resumeRead();
  }

  /// How much the client is ready to take on each channel that it opens from now on.
  void window(long bytes) {
    CoreModuleProperties.WINDOW_SIZE.set(session, bytes);
  }

  private final class NotingExtensions extends DefaultClientKexExtensionHandler {
    @Override
    public boolean handleKexExtensionRequest(
        Session peer, int index, int count, String name, byte[] data) throws IOException {
      extensions.add(name);
      return super.handleKexExtensionRequest(peer, index, count, name, data);
    }
  }

  private final class NotingSessions extends SessionFactory {
    private NotingSessions(SshClient client) {
      super(client);
    }

    @Override
    protected ClientSessionImpl doCreateSession(IoSession socket) throws Exception {
      return new ClientSessionImpl(getClient(), socket) {
        @Override
        protected void doHandleMessage(Buffer message) throws Exception {
          if (message.array()[message.rpos()] == SshConstants.SSH_MSG_DEBUG) {
            message.getByte();
            message.getBoolean();
            remarks.add(message.getString());
          } else if (message.array()[message.rpos()] == Extensions.PONG) {
            message.getByte();
            pongs.add(message.getBytes());
          } else {
            super.doHandleMessage(message);
          }
        }
      };
    }
  }

  /// How a program ended.
  @SuppressWarnings("ArrayRecordComponent")
  record Outcome(@Nullable Integer status, @Nullable String signal, byte[] out, byte[] err) {}

  Outcome exec(byte[] command) throws IOException {
    return exec(command, new byte[0]);
  }

  Outcome exec(byte[] command, byte[] input) throws IOException {
    Exec channel = new Exec(command);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    channel.setIn(new ByteArrayInputStream(input));
    channel.setOut(out);
    channel.setErr(err);
    session.getService(ConnectionService.class).registerChannel(channel);
    channel.open().verify(PATIENCE);
    if (!channel
        .waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE)
        .contains(ClientChannelEvent.CLOSED)) {
      throw new IOException("the channel was not closed");
    }
    return new Outcome(
        channel.getExitStatus(), channel.getExitSignal(), out.toByteArray(), err.toByteArray());
  }

  /// A shell's channel, with the streams left open.
  Shell openShell() throws IOException {
    Shell shell = new Shell();
    session.getService(ConnectionService.class).registerChannel(shell);
    shell.open().verify(PATIENCE);
    return shell;
  }

  /// Sends a channel request that wants a reply.
  ///
  /// @return whether it was granted
  boolean request(Shell channel, String type, Consumer<Buffer> details) throws Exception {
    send(channel, type, details);
    return reply(channel, type);
  }

  /// Sends a channel request whose reply is not waited for.
  void send(Channel channel, String type, Consumer<Buffer> details) throws IOException {
    Buffer request = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 256);
    request.putUInt(channel.getRecipient());
    request.putString(type);
    request.putBoolean(true);
    details.accept(request);
    session.writePacket(request);
  }

  /// The next reply to a channel request.
  boolean reply(Shell channel, String type) throws Exception {
    Boolean reply = channel.replies.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (reply == null) {
      throw new IOException("no reply to " + type);
    }
    return reply;
  }

  /// Comes back when the server has read all that was sent before.
  void roundTrip() throws IOException {
    Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
    request.putString("keepalive@openssh.com");
    request.putBoolean(true);
    var _ = session.request("keepalive@openssh.com", request, PATIENCE);
  }

  /// A channel on which nothing is asked for, and that notes what comes in which order.
  Bare openBare() throws IOException {
    Bare channel = new Bare();
    session.getService(ConnectionService.class).registerChannel(channel);
    channel.open().verify(PATIENCE);
    return channel;
  }

  /// See [#openBare].
  static final class Bare extends ChannelSession {
    final List<String> seen = new CopyOnWriteArrayList<>();

    private Bare() {}

    @Override
    public void handleSuccess() {
      seen.add("success");
    }

    @Override
    public void handleFailure() {
      seen.add("failure");
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
      seen.add("data");
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) {
      seen.add("extended data");
    }

    @Override
    public void handleEof() throws IOException {
      seen.add("eof");
      super.handleEof();
    }

    @Override
    public void handleClose() throws IOException {
      seen.add("close");
      super.handleClose();
    }
  }

  /// A shell channel that notes replies.
  static final class Shell extends ChannelShell {
    final BlockingQueue<Boolean> replies = new LinkedBlockingQueue<>();

    private Shell() {
      super(null, Map.of());
    }

    @Override
    public void handleSuccess() {
      replies.add(true);
    }

    @Override
    public void handleFailure() {
      replies.add(false);
    }
  }

  @Override
  public void close() {
    client.stop();
  }

  /// An exec channel whose command is bytes.
  private static final class Exec extends ChannelSession {
    private final byte[] command;

    private Exec(byte[] command) {
      this.command = command;
    }

    @Override
    protected void doOpen() throws IOException {
      Buffer request =
          getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, command.length + 64);
      request.putUInt(getRecipient());
      request.putString("exec");
      request.putBoolean(false);
      request.putBytes(command);
      writePacket(request);
      super.doOpen();
    }
  }
}
