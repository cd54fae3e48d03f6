package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.event.GatewayEvent.ConnectionClosed;
import dev.berth.domain.session.ExitStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Clients that are gone without having said so, and clients that only seem to be.
final class SignsOfLifeTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int MOST = 2;
  private static final int SIZE = 30 << 20;

  private final CountDownLatch started = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  private static TestServer server(FakeProgram program, Duration stalled) {
    return new TestServer(
        program,
        new FakeAuthenticator("password"),
        configuration -> TestServer.withSignsOfLife(configuration, INTERVAL, MOST),
        stalled);
  }

  private static void awaitDropped(TestServer server, String cause) {
    await().until(() -> !server.events(ConnectionClosed.class).isEmpty());
    assertThat(server.events(ConnectionClosed.class))
        .singleElement()
        .satisfies(event -> assertThat(event.reason()).isEqualTo(cause));
    await().until(() -> server.gateway.sessionsClosed.get() == 1);
  }

  @Test
  void aClientThatAnswersNoMoreIsDropped() throws Exception {
    FakeProgram program =
        run -> {
          started.countDown();
          return Programs.cat(run);
        };
    try (TestServer server = server(program, SignsOfLife.STALLED)) {
      Process client = server.client().start("wait");
      started.await();
      // Its connection stands: only nobody is there any more.
      signal(client, "STOP");

      awaitDropped(server, "the client gave no sign of life");

      signal(client, "CONT");
      client.waitFor();
    }
  }

  /// To the client itself and to the program that gives it the password.
  private static void signal(Process client, String name) throws Exception {
    StringBuilder all = new StringBuilder().append(client.pid());
    client.descendants().forEach(child -> all.append(' ').append(child.pid()));
    String command = "kill -" + name + " " + all;
    assertThat(new ProcessBuilder("sh", "-c", command).start().waitFor()).isZero();
  }

  /// Many of them, and none may leave two questions in a row unanswered: each answer has to count,
  /// however soon it comes. From clients in this process it comes before the server's thread goes
  /// on; the interval is so long that none is late on a busy machine.
  @Test
  void clientsThatHaveNothingToSayAreKept() throws Exception {
    Duration interval = Duration.ofSeconds(3);
    List<RawClient> clients = new ArrayList<>();
    try (TestServer server =
        new TestServer(
            Programs::cat,
            new FakeAuthenticator("password"),
            configuration -> TestServer.withSignsOfLife(configuration, interval, 1))) {
      for (int i = 0; i < 20; i++) {
        clients.add(new RawClient(server.port()));
      }

      await()
          .during(interval.multipliedBy(4))
          .until(() -> server.events(ConnectionClosed.class).isEmpty());

      assertThat(clients).allMatch(client -> client.session.isOpen());
    } finally {
      clients.forEach(RawClient::close);
    }
  }

  /// It is the gateway that waits, for what it may do for the client.
  @Test
  void aClientWhoseRequestTakesLongIsKept() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    try (TestServer server = server(Programs::echo, SignsOfLife.STALLED)) {
      server.gateway.gate = gate;
      Process client = server.client().with("-o", "SetEnv=SLOW=x").start("hi");
      await().until(() -> !server.gateway.loggedIn.isEmpty());

      await()
          .during(INTERVAL.multipliedBy(3L * MOST))
          .until(() -> server.events(ConnectionClosed.class).isEmpty());

      gate.countDown();
      assertThat(OpenSsh.await(client, new byte[0]).text()).isEqualTo("hi");
    }
  }

  @Test
  void aClientThatTalksAndTakesNothingIsDroppedInTheEnd() throws Exception {
    try (TestServer server = server(this::zeros, Duration.ofSeconds(3))) {
      takeNothing(
          server,
          client -> {
            Thread.startVirtualThread(() -> talk(client));

            awaitDropped(server, "the client reads nothing");
          });
    }
  }

  @Test
  void withoutSignsOfLifeAClientMayPauseUntilOthersNeedTheMemory() throws Exception {
    Duration stalled = Duration.ofSeconds(2);
    try (TestServer server =
        new TestServer(
            this::zeros, new FakeAuthenticator("password"), UnaryOperator.identity(), stalled)) {
      takeNothing(
          server,
          _ -> {
            await().until(() -> server.server.memory().output().held() > 0);
            await()
                .during(stalled.multipliedBy(2))
                .until(() -> server.events(ConnectionClosed.class).isEmpty());

            long most = Runtime.getRuntime().maxMemory() / 16;
            server.server.memory().output().add(most / 2);
            awaitDropped(server, "the client reads nothing, and others need the memory");
            server.server.memory().output().give(most / 2);
          });
      assertThat(server.client().run("0").status()).isZero();
    }
  }

  @FunctionalInterface
  private interface Check {
    void of(RawClient client) throws Exception;
  }

  private void takeNothing(TestServer server, Check check) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        RawClient client = new RawClient(server.port())) {
      client.window(2L * SIZE);
      threads.execute(() -> ask(client));
      started.await();
      client.stopReading();
      go.countDown();

      check.of(client);

      await().until(() -> server.server.memory().output().held() == 0);
    }
  }

  /// Waits before it begins.
  private ExitStatus zeros(FakeProgram.Run run) throws Exception {
    started.countDown();
    go.await();
    return Programs.zeros(run);
  }

  private static void ask(RawClient client) {
    try {
      client.exec(Integer.toString(SIZE).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException dropped) {
      // As it should be.
    }
  }

  private static void talk(RawClient client) {
    try {
      while (!Thread.interrupted()) {
        client.sendIgnored(new byte[16]);
        Thread.sleep(100);
      }
    } catch (IOException | InterruptedException dropped) {
      // As it should be.
    }
  }
}
