package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.event.GatewayEvent.ConnectionClosed;
import dev.berth.domain.event.GatewayEvent.RequestRefused;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.WindowSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.Test;

/// Requests on a session channel that OpenSSH's client does not send, or only from a terminal.
final class RequestTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void windowChangesReachTheProgram() throws Exception {
    BlockingQueue<WindowSize> seen = new LinkedBlockingQueue<>();
    FakeProgram program =
        run -> {
          seen.add(run.sizes().take());
          return Programs.exit(0);
        };
    try (TestServer server = new TestServer(program);
        RawClient client = new RawClient(server.port())) {
      RawClient.Shell shell = client.openShell();
      shell.sendWindowChange(132, 43, 8, 7);
      await().until(() -> !seen.isEmpty());
      assertThat(seen.take()).isEqualTo(new WindowSize(132, 43, 8, 7));
    }
  }

  @Test
  void signalsReachTheProgramInOrderAndAreAnswered() throws Exception {
    BlockingQueue<Signal> seen = new LinkedBlockingQueue<>();
    FakeProgram program =
        run -> {
          while (true) {
            seen.add(run.signals().take());
          }
        };
    try (TestServer server = new TestServer(program);
        RawClient client = new RawClient(server.port())) {
      RawClient.Shell shell = client.openShell();
      for (String name : List.of("TERM", "ABRT", "custom@example.com")) {
        assertThat(client.request(shell, "signal", request -> request.putString(name))).isTrue();
      }
      assertThat(client.request(shell, "break", request -> request.putInt(500))).isTrue();
      await().until(() -> seen.size() == 4);
      assertThat(seen)
          .containsExactly(
              Signal.TERM, new Signal("ABRT"), new Signal("custom@example.com"), Signal.INT);
      assertThat(client.request(shell, "signal", request -> request.putString("not a name")))
          .isFalse();
      server.gateway.signalFailure = GatewayException.refused(FailureCode.UNSUPPORTED, "no");
      assertThat(client.request(shell, "signal", request -> request.putString("HUP"))).isFalse();
    }
  }

  @Test
  void repliesKeepTheOrderOfTheirRequestsHoweverManyWait() throws Exception {
    try (TestServer server = new TestServer(Programs::cat);
        RawClient client = new RawClient(server.port())) {
      RawClient.Shell shell = client.openShell();
      CountDownLatch gate = new CountDownLatch(1);
      server.gateway.gate = gate;
      for (int i = 0; i < 100; i++) {
        client.send(shell, "signal", request -> request.putString("TERM"));
      }
      client.send(shell, "who-knows@example.com", _ -> {});
      client.send(shell, "window-change", RequestTest::size);
      client.roundTrip();
      assertThat(shell.replies).isEmpty();
      gate.countDown();
      List<Boolean> replies = new ArrayList<>();
      for (int i = 0; i < 102; i++) {
        replies.add(client.reply(shell, "one of many"));
      }
      int delivered = replies.indexOf(false);
      assertThat(delivered).isBetween(60, 66);
      assertThat(replies.subList(0, delivered)).containsOnly(true);
      assertThat(replies.subList(delivered, 101)).as("too many").containsOnly(false);
      assertThat(replies.getLast()).isTrue();
      assertThat(server.events(RequestRefused.class))
          .anySatisfy(refused -> assertThat(refused.reason()).contains("too many"));
    }
  }

  @Test
  void aProgramsOutputFollowsTheReplyToItsRequest() throws Exception {
    try (TestServer server = new TestServer(Programs::echo);
        RawClient client = new RawClient(server.port())) {
      RawClient.Bare channel = client.openBare();
      CountDownLatch gate = new CountDownLatch(1);
      server.gateway.gate = gate;
      client.send(channel, "signal", request -> request.putString("TERM"));
      client.send(channel, "exec", request -> request.putString("hi"));
      await().during(Duration.ofSeconds(1)).until(channel.seen::isEmpty);
      gate.countDown();
      await().until(() -> channel.seen.contains("close"));
      assertThat(channel.seen).containsExactly("success", "success", "data", "eof", "close");
    }
  }

  @Test
  void aClientThatWaitsForOneChannelUsesTheOthers() throws Exception {
    try (TestServer server = new TestServer(Programs::echo);
        RawClient client = new RawClient(server.port())) {
      CountDownLatch gate = new CountDownLatch(1);
      server.gateway.gate = gate;
      RawClient.Bare channel = client.openBare();
      client.send(channel, "env", request -> variable(request, "SLOW"));
      client.send(channel, "pty-req", RequestTest::terminal);
      client.send(channel, "exec", request -> request.putString("later"));
      byte[] now = "now".getBytes(StandardCharsets.UTF_8);
      assertThat(client.exec(now).out()).isEqualTo(now);
      assertThat(channel.seen).isEmpty();
      gate.countDown();
      await().until(() -> channel.seen.contains("close"));
      assertThat(channel.seen)
          .containsExactly("success", "success", "success", "data", "eof", "close");
    }
  }

  @Test
  void aWindowsSizeWaitsForNoOtherRequest() throws Exception {
    CountDownLatch resized = new CountDownLatch(1);
    FakeProgram program =
        run -> {
          var _ = run.sizes().take();
          resized.countDown();
          return Programs.cat(run);
        };
    try (TestServer server = new TestServer(program);
        RawClient client = new RawClient(server.port())) {
      RawClient.Shell shell = client.openShell();
      CountDownLatch gate = new CountDownLatch(1);
      server.gateway.gate = gate;
      client.send(shell, "signal", request -> request.putString("TERM"));
      await().until(() -> server.gateway.atGate.get() == 1);
      shell.sendWindowChange(132, 43, 8, 7);
      assertThat(resized.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(shell.replies).isEmpty();
      gate.countDown();
      assertThat(client.reply(shell, "signal")).isTrue();
    }
  }

  /// OpenSSH's client ends the whole connection where data follow their end.
  @Test
  void nothingFollowsTheEndOfDataWhoeverElseHasSomethingToSay() throws Exception {
    FakeProgram program =
        run -> {
          Thread.startVirtualThread(() -> {
            try {
              while (true) {
                run.streams().stderr().write('x');
              }
            } catch (IOException over) {
              // As it should be.
            }
          });
          return Programs.exit(0);
        };
    try (TestServer server = new TestServer(program);
        RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < 50; i++) {
        RawClient.Bare channel = client.openBare();
        client.send(channel, "exec", request -> request.putString("hi"));
        await().until(() -> channel.seen.contains("close"));
        List<String> seen = List.copyOf(channel.seen);
        assertThat(seen.subList(seen.indexOf("eof"), seen.size())).containsExactly("eof", "close");
      }
    }
  }

  /// What waits takes memory: where it is too much, the client waits, and nothing is lost.
  @Test
  void howeverMuchIsAskedForWhileOneRequestTakesItsTimeAllIsDone() throws Exception {
    FakeProgram program =
        run -> {
          Programs.print(run.streams().stdout(), Integer.toString(run.environment().size()));
          return Programs.exit(0);
        };
    try (TestServer server = new TestServer(program);
        RawClient client = new RawClient(server.port())) {
      CountDownLatch gate = new CountDownLatch(1);
      server.gateway.gate = gate;
      RawClient.Bare channel = client.openBare();
      client.send(channel, "env", request -> variable(request, "SLOW"));
      for (int i = 0; i < 999; i++) {
        String name = "V" + i;
        client.send(channel, "env", request -> variable(request, name));
      }
      client.send(channel, "exec", request -> request.putString("count"));
      gate.countDown();
      await().until(() -> channel.seen.contains("close"));
      assertThat(channel.seen).filteredOn("success"::equals).hasSize(1001);
      assertThat(channel.seen).doesNotContain("failure");
    }
  }

  @Test
  void whoGivesUpWhileARequestTakesItsTimeIsNoticed() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (TestServer server = new TestServer(Programs::echo)) {
      server.gateway.gate = gate;
      Process client = server.client().with("-o", "SetEnv=SLOW=x").start("hi");
      await().until(() -> server.gateway.atGate.get() == 1);
      List<ProcessHandle> parts = client.descendants().toList();
      client.destroyForcibly();
      parts.forEach(ProcessHandle::destroyForcibly);
      await().until(() -> server.events(ConnectionClosed.class).size() == 1);
      gate.countDown();
    }
  }

  @Test
  void whatComesTooLateOrIsMalformedIsRefusedAndTheChannelLivesOn() throws Exception {
    try (TestServer server = new TestServer(Programs::cat);
        RawClient client = new RawClient(server.port())) {
      RawClient.Shell shell = client.openShell();
      assertThat(client.request(shell, "shell", _ -> {})).isFalse();
      assertThat(client.request(shell, "exec", request -> request.putString("again"))).isFalse();
      assertThat(client.request(shell, "exec", _ -> {})).isFalse();
      assertThat(client.request(shell, "subsystem", request -> request.putInt(1 << 30))).isFalse();
      assertThat(client.request(shell, "env", request -> variable(request, "A"))).isFalse();
      assertThat(client.request(shell, "pty-req", request -> request.putString("vt100"))).isFalse();
      assertThat(client.request(shell, "x11-req", _ -> {})).isFalse();
      assertThat(client.request(shell, "auth-agent-req@openssh.com", _ -> {})).isFalse();
      assertThat(client.request(shell, "who-knows@example.com", _ -> {})).isFalse();
      assertThat(client.request(shell, "keepalive@openssh.com", _ -> {})).isFalse();
      assertThat(client.request(shell, "window-change", RequestTest::size)).isTrue();
      shell.getInvertedIn().write('x');
      shell.getInvertedIn().flush();
      assertThat(shell.getInvertedOut().read()).isEqualTo('x');
    }
  }

  @Test
  void aKeepaliveIsAnswered() throws Exception {
    try (TestServer server = new TestServer(Programs::cat);
        RawClient client = new RawClient(server.port())) {
      Buffer request = client.session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
      request.putString("keepalive@openssh.com");
      request.putBoolean(true);
      BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
      client.session.request(request, "keepalive@openssh.com", (answer, _) -> answers.add(answer));
      await().until(() -> !answers.isEmpty());
      assertThat(answers.take()).isEqualTo((int) SshConstants.SSH_MSG_REQUEST_FAILURE);
    }
  }

  @Test
  void closingAChannelEndsItsSession() throws Exception {
    try (TestServer server = new TestServer(Programs::cat);
        RawClient client = new RawClient(server.port())) {
      RawClient.Shell shell = client.openShell();
      assertThat(shell.close(false).await(SOON)).isTrue();
      await().until(() -> server.gateway.sessionsClosed.get() == 1);
      assertThat(client.session.isOpen()).isTrue();
    }
  }

  private static void variable(Buffer request, String name) {
    request.putString(name);
    request.putString("b");
  }

  private static void terminal(Buffer request) {
    request.putString("vt100");
    size(request);
    request.putString("");
  }

  private static void size(Buffer request) {
    request.putInt(-1);
    request.putInt(24);
    request.putInt(0);
    request.putInt(0);
  }
}
