package dev.berth.adapter.sshd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.AbstractConnectionService;
import org.apache.sshd.common.session.helpers.TimeoutIndicator.TimeoutStatus;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerSessionImpl;

/// The library's session, made safe against clients that flood, stall or send garbage, and tied to
/// our [ClientConnection].
final class ClientSession extends ServerSessionImpl {
  /// The largest packet before login; RFC 4253, section 6.1, has 35,000 bytes.
  private static final int MOST_BEFORE_LOGIN = 40 << 10;

  /// What a client may send in all before it has logged in, many times what any login takes: six
  /// tries, a hundred keys, certificates among them.
  private static final long MOST_SENT_BEFORE_LOGIN = 4L << 20;

  /// How often keys may be exchanged before a login: no login takes more.
  private static final int MOST_EXCHANGES_BEFORE_LOGIN = 2;

  /// How long a proxy may take to say where its client comes from.
  private static final Duration PROXY_PATIENCE = Duration.ofSeconds(10);

  /// How long a client may take to read why it is disconnected.
  private static final Duration LAST_WORDS = Duration.ofSeconds(15);

  private static final byte[] GREETING = {'S', 'S', 'H', '-'};

  private final ClientConnection connection;
  private final OutboundQueue outbound;
  private final Account input;
  private long sentBeforeLogin;
  private volatile boolean authTimeoutRuns;
  private volatile long lastHeard = System.nanoTime();
  private volatile long lastData = System.nanoTime();

  private volatile boolean awaitsProxyHeader;
  private int exchanges;

  /// @param proxied whether a proxy says first where the client comes from
  ClientSession(Listener listener, IoSession socket, ClientConnection connection, boolean proxied)
      throws Exception {
    super(listener, socket);
    this.connection = connection;
    this.awaitsProxyHeader = proxied;
    Services services = connection.services();
    outbound = new OutboundQueue(services.memory());
    input = InputWindow.account(services.configuration().limits().maxChannels());
    addCloseFutureListener(_ -> outbound.gone());
    if (proxied) {
      boundProxy();
    }
  }

  private void boundProxy() {
    Future<?> bound =
        connection
            .services()
            .timers()
            .after(
                PROXY_PATIENCE,
                () -> {
                  if (awaitsProxyHeader) {
                    connection.cause("no PROXY header in time");
                    close(true);
                  }
                });
    addCloseFutureListener(_ -> bound.cancel(false));
  }

  static ClientSession of(Session session) {
    return (ClientSession) session;
  }

  ClientConnection connection() {
    return connection;
  }

  OutboundQueue outbound() {
    return outbound;
  }

  /// What the client may send to programs that have not read it yet, over all channels.
  Account input() {
    return input;
  }

  /// When the client last sent anything, by [System#nanoTime].
  long lastHeard() {
    return lastHeard;
  }

  /// When data last went over any channel, either way, by [System#nanoTime].
  long lastData() {
    return lastData;
  }

  /// Data goes over a channel.
  void used() {
    lastData = System.nanoTime();
  }

  @Override
  public void messageReceived(Readable received) throws Exception {
    lastHeard = System.nanoTime();
    boundBeforeLogin(received.available());
    super.messageReceived(received);
    // The library reads on before it cuts a client off, to hide where a cipher's check failed.
    // Where lengths are not secret there is nothing to hide, and the client would hold its place.
    if (discarding != null && isLengthPlain()) {
      throw discarding;
    }
    if (decoderBuffer.available() > MOST_BEFORE_LOGIN && !isAuthenticated()) {
      throw new SshException(
          SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "too large a packet before login");
    }
  }

  private void boundBeforeLogin(int size) throws SshException {
    if (!isAuthenticated()) {
      sentBeforeLogin += size;
      if (sentBeforeLogin > MOST_SENT_BEFORE_LOGIN) {
        throw new SshException(
            SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, "too much before login");
      }
    }
  }

  private boolean isLengthPlain() {
    return inCipher == null
        || inCipher.getAuthenticationTagSize() > 0
        || (inMac != null && inMac.isEncryptThenMac());
  }

  @Override
  protected void doHandleMessage(Buffer message) throws Exception {
    byte command = message.array()[message.rpos()];
    switch (command) {
      case SshConstants.SSH_MSG_CHANNEL_DATA, SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA -> used();
      case Extensions.PING -> {
        if (getKexState() == KexState.DONE) {
          message.getByte();
          pong(message.getBytes());
          return;
        }
      }
      default -> {}
    }
    super.doHandleMessage(message);
  }

  private void pong(byte[] data) throws IOException {
    Buffer answer = createBuffer(Extensions.PONG, data.length + 16);
    answer.putBytes(data);
    writePacket(answer);
  }

  @Override
  public IoWriteFuture signalAuthenticationSuccess(String user, String service, Buffer request)
      throws Exception {
    IoWriteFuture told = super.signalAuthenticationSuccess(user, service, request);
    new KnownHostKeys(this).tell();
    return told;
  }

  @Override
  protected boolean readIdentification(Buffer received) throws Exception {
    if (awaitsProxyHeader && !readProxyHeader(received)) {
      return false;
    }
    int known = Math.min(received.available(), GREETING.length);
    for (int i = 0; i < known; i++) {
      if (received.array()[received.rpos() + i] != GREETING[i]) {
        throw new SshException(
            SshConstants.SSH2_DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED, "not an SSH client");
      }
    }
    boolean complete = super.readIdentification(received);
    if (complete) {
      connection.identified(getClientVersion());
    }
    return complete;
  }

  private boolean readProxyHeader(Buffer received) throws IOException {
    Optional<ProxyHeader> header =
        ProxyHeader.read(ByteBuffer.wrap(received.array(), received.rpos(), received.available()));
    if (header.isEmpty()) {
      return false;
    }
    awaitsProxyHeader = false;
    received.rpos(received.rpos() + header.get().length());
    if (header.get().source().isEmpty()) {
      connection.cameFromNowhere();
    } else {
      cameFrom(header.get().source().get());
    }
    return true;
  }

  private void cameFrom(InetSocketAddress source) throws SshException {
    setClientAddress(source);
    Optional<Refusal> refusal = connection.cameFrom(source);
    if (refusal.isPresent()) {
      throw new SshException("turned away: " + refusal.get().kind());
    }
  }

  @Override
  public IoWriteFuture writePacket(Buffer packet) throws IOException {
    int size = packet.available();
    count(size);
    return written(() -> super.writePacket(packet), () -> outbound.removeReply(size));
  }

  @Override
  public IoWriteFuture writePacket(Buffer packet, long timeout, TimeUnit unit) throws IOException {
    int size = packet.available();
    count(size);
    return written(
        () -> super.writePacket(packet, timeout, unit), () -> outbound.removeReply(size));
  }

  /// Sends a program's output.
  ///
  /// @param size what [OutboundQueue#addOutput] has counted it for
  void writeOutput(Buffer packet, int size) throws IOException {
    written(() -> super.writePacket(packet), () -> outbound.removeOutput(size));
  }

  private void count(int size) throws IOException {
    if (!outbound.addReply(size)) {
      if (outbound.isOverItsOwnBound()) {
        connection.cause("the client makes the gateway answer too much");
        connection.offends(Offence.GARBAGE);
      } else {
        connection.cause("other clients leave no room for answers to this one");
      }
      close(true);
      throw new SshException("too much to be answered");
    }
  }

  /// Ends the connection of a client that goes on asking while what it has asked for is not done.
  void tooMuchAsked() {
    connection.cause("the client asks for more than can be done");
    close(true);
  }

  private static IoWriteFuture written(Write write, Runnable after) throws IOException {
    IoWriteFuture written;
    try {
      written = write.write();
    } catch (IOException | RuntimeException failure) {
      after.run();
      throw failure;
    }
    return written.addListener(_ -> after.run());
  }

  /// Says why a request is refused whose answer has no words (RFC 4253, section 11.3); clients show
  /// it when they are asked to be verbose.
  void explain(String reason) {
    try {
      Buffer words = createBuffer(SshConstants.SSH_MSG_DEBUG, reason.length() + 32);
      words.putBoolean(true);
      words.putString(reason);
      words.putString("");
      writePacket(words);
    } catch (IOException gone) {
      log.debug("{}: not told: {}", this, gone.getMessage());
    }
  }

  /// Tells the users of all sessions something.
  void announce(String message) {
    channels().forEach(channel -> channel.announce(message));
  }

  /// Tells those at terminals something: elsewhere programs read what is sent.
  void announceAtTerminals(String message) {
    channels().filter(SessionChannel::hasTerminal).forEach(channel -> channel.announce(message));
  }

  /// How many sessions are open.
  int openSessions() {
    return (int) channels().count();
  }

  /// None before login: then there is no service that could have any.
  private Stream<SessionChannel> channels() {
    return getServices().stream()
        .filter(AbstractConnectionService.class::isInstance)
        .flatMap(service -> ((AbstractConnectionService) service).getChannels().stream())
        .filter(SessionChannel.class::isInstance)
        .map(SessionChannel.class::cast);
  }

  /// Only once: the library starts the time anew with each authentication service that a client
  /// asks for.
  @Override
  public Instant resetAuthTimeout() {
    if (authTimeoutRuns) {
      return getAuthTimeoutStart();
    }
    authTimeoutRuns = true;
    return super.resetAuthTimeout();
  }

  @Override
  public void exceptionCaught(Throwable failure) {
    connection.cause(SshdFailures.reason(failure));
    if (SshdFailures.isGarbage(failure)) {
      connection.offends(Offence.GARBAGE);
    }
    super.exceptionCaught(failure);
  }

  @Override
  public void disconnect(int reason, String message) throws IOException {
    connection.cause(SshdFailures.printable(message));
    if (getTimeoutStatus().getStatus() == TimeoutStatus.AuthTimeout) {
      connection.graceTimeEnded();
    }
    // Whoever does not read is not waited for.
    Future<?> bound = connection.services().timers().after(LAST_WORDS, () -> close(true));
    addCloseFutureListener(_ -> bound.cancel(false));
    super.disconnect(reason, message);
  }

  /// An exchange costs the gateway more than the client.
  @Override
  protected void handleKexInit(Buffer proposal) throws Exception {
    exchanges++;
    if (!isAuthenticated() && exchanges > MOST_EXCHANGES_BEFORE_LOGIN) {
      throw new SshException(
          SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR,
          "the client exchanges keys again and again without logging in");
    }
    super.handleKexInit(proposal);
  }

  @Override
  protected void handleDisconnect(int code, String message, String language, Buffer packet)
      throws Exception {
    connection.cause("the client disconnected: " + SshdFailures.printable(message));
    super.handleDisconnect(code, message, language, packet);
  }

  @Override
  protected void preClose() {
    try {
      super.preClose();
    } finally {
      outbound.close();
      connection.ended();
    }
  }

  @FunctionalInterface
  private interface Write {
    IoWriteFuture write() throws IOException;
  }
}
