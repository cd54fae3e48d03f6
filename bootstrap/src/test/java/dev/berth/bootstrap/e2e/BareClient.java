package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelSession;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A client for what OpenSSH's cannot do: ask for an empty command, close a channel by itself.
final class BareClient implements AutoCloseable {
  private static final Duration PATIENCE = ClientProcess.PATIENCE;

  private final SshClient client;
  private final ClientSession session;

  BareClient(int port) throws IOException {
    this(port, true);
  }

  private BareClient(int port, boolean logsIn) throws IOException {
    client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier((_, _, _) -> true);
    client.setKeyIdentityProvider(new FileKeyPairProvider(Keys.demo()));
    client.start();
    session = client.connect("demo", "127.0.0.1", port).verify(PATIENCE).getSession();
    if (logsIn) {
      logIn();
    }
  }

  /// One that has exchanged keys and has not logged in.
  static BareClient stranger(int port) throws IOException {
    BareClient stranger = new BareClient(port, false);
    EnumSet<ClientSession.ClientSessionEvent> ready =
        EnumSet.of(ClientSession.ClientSessionEvent.WAIT_AUTH);
    if (!stranger.session.waitFor(ready, PATIENCE).containsAll(ready)) {
      throw new AssertionError("no keys were exchanged");
    }
    return stranger;
  }

  /// Logs in as `demo` by key.
  void logIn() throws IOException {
    session.auth().verify(PATIENCE);
  }

  /// Runs a command to its end.
  ///
  /// @return with status -1 if the channel was closed without one
  Outcome exec(byte[] command) throws IOException {
    Exec channel = new Exec(command);
    channel.setIn(new ByteArrayInputStream(new byte[0]));
    open(channel);
    EnumSet<ClientChannelEvent> closed = EnumSet.of(ClientChannelEvent.CLOSED);
    if (!channel.waitFor(closed, PATIENCE).contains(ClientChannelEvent.CLOSED)) {
      throw new AssertionError("the channel was not closed");
    }
    Integer status = channel.getExitStatus();
    return new Outcome(
        status == null ? -1 : status, channel.stdout.toByteArray(), channel.stderr.toString(UTF_8));
  }

  /// Starts a command that runs on, and waits until it has written something.
  void keep(String command) throws IOException {
    var _ = running(command);
  }

  /// Starts a command and closes its channel as soon as it has written something.
  void execAndClose(String command) throws IOException {
    Exec channel = running(command);
    if (!channel.close(false).await(PATIENCE)) {
      throw new AssertionError("the channel was not closed");
    }
  }

  /// Starts a command, sends it a signal as soon as it has written something, and waits for its
  /// end.
  ///
  /// @return the name of the signal that ended it; null if none did
  @Nullable String signal(String command, String name) throws IOException {
    Exec channel = running(command);
    channel.request("signal", false, request -> request.putString(name));
    channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
    return channel.getExitSignal();
  }

  /// Starts a command and sends it a signal as soon as it has written something.
  ///
  /// @return whether the server says that it was delivered
  boolean signalled(String command, String name) throws IOException {
    Exec channel = running(command);
    channel.request("signal", true, request -> request.putString(name));
    boolean delivered =
        Awaitility.await().atMost(PATIENCE).until(channel.replies::poll, Objects::nonNull);
    channel.close(false).await(PATIENCE);
    return delivered;
  }

  /// Starts a command, sends it a break (RFC 4335) as soon as it has written something, and waits
  /// for its end.
  ///
  /// @return its exit status; null if there was none
  @Nullable Integer breakInto(String command) throws IOException {
    Exec channel = running(command);
    channel.request("break", false, request -> request.putUInt(500));
    channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), PATIENCE);
    return channel.getExitStatus();
  }

  private Exec running(String command) throws IOException {
    Exec channel = new Exec(command.getBytes(UTF_8));
    open(channel);
    Awaitility.await().atMost(PATIENCE).until(() -> channel.stdout.size() > 0);
    return channel;
  }

  private void open(Exec channel) throws IOException {
    channel.setOut(channel.stdout);
    channel.setErr(channel.stderr);
    session.getService(ConnectionService.class).registerChannel(channel);
    channel.open().verify(PATIENCE);
  }

  @Override
  public void close() {
    client.stop();
  }

  private static final class Exec extends ChannelSession {
    private final byte[] command;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final Queue<Boolean> replies = new ConcurrentLinkedQueue<>();

    private Exec(byte[] command) {
      this.command = command;
    }

    private void request(String type, boolean wantReply, Consumer<Buffer> details)
        throws IOException {
      Buffer request = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 64);
      request.putUInt(getRecipient());
      request.putString(type);
      request.putBoolean(wantReply);
      details.accept(request);
      writePacket(request);
    }

    @Override
    public void handleSuccess() {
      replies.add(true);
    }

    @Override
    public void handleFailure() {
      replies.add(false);
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
