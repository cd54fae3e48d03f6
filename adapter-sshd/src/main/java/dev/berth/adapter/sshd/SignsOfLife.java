package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SshConfiguration;
import java.io.IOException;
import java.time.Duration;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/// Drops clients that are gone without having said so: one that is silent for the configured
/// interval is asked for a sign of life, and anything that it sends is one.
final class SignsOfLife {
  private static final String QUESTION = "keepalive@openssh.com";

  /// A client that talks but takes nothing of what it is sent is dropped as well, though late: over
  /// a slow line the system may hold back minutes of data before it takes more. The system itself
  /// gives up after as long where nothing at all arrives.
  static final Duration STALLED = Duration.ofMinutes(15);

  private final ClientSession session;
  private final Duration interval;
  private final int most;

  private SignsOfLife(ClientSession session, Duration interval, int most) {
    this.session = session;
    this.interval = interval;
    this.most = most;
  }

  /// Watches a client until it is gone, if the configuration wants it.
  static void watch(ClientSession session) {
    SshConfiguration configuration = session.connection().services().configuration();
    Duration interval = configuration.clientAliveInterval();
    if (interval.isPositive()) {
      SignsOfLife signs = new SignsOfLife(session, interval, configuration.clientAliveCountMax());
      Thread.ofVirtual().name("alive-" + session.connection().id()).start(signs::watch);
    }
  }

  private void watch() {
    try {
      int unanswered = 0;
      long since = System.nanoTime();
      while (session.isOpen()) {
        Thread.sleep(interval);
        if (session.lastHeard() - since >= 0) {
          unanswered = 0;
          since = System.nanoTime();
          dropIfStalled();
        } else if (unanswered >= most) {
          session.connection().cause("the client gave no sign of life");
          session.close(true);
        } else {
          unanswered++;
          // Before it is asked: a client that is near has answered before this thread goes on.
          since = System.nanoTime();
          ask();
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (IOException gone) {
      session.close(true);
    }
  }

  private void dropIfStalled() {
    Duration longest = session.connection().services().stalled();
    if (session.outbound().stalled().compareTo(longest) > 0) {
      session.connection().cause("the client reads nothing");
      session.close(true);
    }
  }

  private void ask() throws IOException {
    Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    request.putString(QUESTION);
    request.putBoolean(true);
    session.request(request, QUESTION, SignsOfLife::anyAnswerWillDo);
  }

  private static void anyAnswerWillDo(int command, Buffer answer) {}
}
