package dev.berth.bootstrap.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;

/// Many clients that are logged in to one gateway.
final class Crowd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// How often each client sends something, so that a thousand of them are no test of the machine.
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final SshClient client = SshClient.setUpDefaultClient();
  private final List<ClientSession> sessions;

  Crowd(int port, int size) throws Exception {
    client.setServerKeyVerifier((_, _, _) -> true);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.start();
    // A few at a time: a handshake is work for both sides, which share the machine.
    try (ExecutorService few = Executors.newFixedThreadPool(8)) {
      List<Callable<ClientSession>> logins = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        logins.add(() -> login(port));
      }
      sessions = all(few.invokeAll(logins));
    }
  }

  private ClientSession login(int port) throws IOException {
    ClientSession session =
        client.connect(SoakedGateway.USER, "127.0.0.1", port).verify(PATIENCE).getSession();
    session.addPasswordIdentity(SoakedGateway.PASSWORD);
    session.auth().verify(PATIENCE);
    return session;
  }

  /// Runs a program in each connection, and sends it something to send back again and again.
  void talk(Duration duration) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<ClientSession>> talks = new ArrayList<>();
      for (ClientSession session : sessions) {
        talks.add(() -> talk(session, end));
      }
      all(each.invokeAll(talks));
    }
  }

  private static ClientSession talk(ClientSession session, long end) throws Exception {
    byte[] sent = new byte[2000];
    try (ChannelExec channel = session.createExecChannel("cat")) {
      channel.open().verify(PATIENCE);
      OutputStream in = channel.getInvertedIn();
      InputStream out = channel.getInvertedOut();
      byte round = 0;
      do {
        Arrays.fill(sent, ++round);
        in.write(sent);
        in.flush();
        if (!Arrays.equals(out.readNBytes(sent.length), sent)) {
          throw new IOException("what came back is not what was sent");
        }
        Thread.sleep(PAUSE);
      } while (System.nanoTime() < end);
    }
    return session;
  }

  private static <T> List<T> all(List<Future<T>> futures) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }

  @Override
  public void close() {
    client.stop();
  }
}
