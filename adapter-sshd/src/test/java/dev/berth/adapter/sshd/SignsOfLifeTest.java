package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.event.GatewayEvent.ConnectionClosed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Clients that are gone without having said so, and clients that only seem to be.
final class SignsOfLifeTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int MOST = 2;

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
    CountDownLatch started = new CountDownLatch(1);
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

  @Test
  void aClientThatHasNothingToSayIsKept() {
    FakeProgram program =
        _ -> {
          Thread.sleep(INTERVAL.multipliedBy(MOST + 3));
          return Programs.exit(7);
        };
    try (TestServer server = server(program, SignsOfLife.STALLED)) {
      assertThat(server.client().run("wait").status()).isEqualTo(7);
    }
  }

  @Test
  void aClientThatTalksAndTakesNothingIsDroppedInTheEnd() throws Exception {
    int size = 30 << 20;
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    FakeProgram program =
        run -> {
          started.countDown();
          go.await();
          return Programs.zeros(run);
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        TestServer server = server(program, Duration.ofSeconds(3));
        RawClient client = new RawClient(server.port())) {
      client.window(2L * size);
      threads.execute(() -> ask(client, size));
      started.await();
      client.stopReading();
      go.countDown();
      threads.execute(() -> talk(client));

      awaitDropped(server, "the client reads nothing");

      await().until(() -> server.server.memory().output().held() == 0);
    }
  }

  private static void ask(RawClient client, int size) {
    try {
      client.exec(Integer.toString(size).getBytes(StandardCharsets.US_ASCII));
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
