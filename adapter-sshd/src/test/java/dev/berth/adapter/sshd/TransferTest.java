package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Data, and what becomes of it when one side is slow.
final class TransferTest {
  /// One lets its window be shut, the other takes nothing off its socket though its window is open.
  @Test
  void readersThatPauseLoseNothing() throws Exception {
    int size = 30 << 20;
    String command = Integer.toString(size);
    CountDownLatch started = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    FakeProgram program =
        run -> {
          started.countDown();
          go.await();
          return Programs.zeros(run);
        };
    try (TestServer server = new TestServer(program);
        RawClient deaf = new RawClient(server.port());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Process client = server.client().start(command);
      deaf.window(2L * size);
      Future<RawClient.Outcome> unread =
          threads.submit(() -> deaf.exec(command.getBytes(StandardCharsets.US_ASCII)));
      started.await();
      deaf.stopReading();
      go.countDown();
      InputStream out = client.getInputStream();
      long read = out.readNBytes(1 << 20).length;
      // More than the kernel takes is waiting in the server.
      await().until(() -> server.server.memory().output().held() > 1 << 20);
      // Longer than the 30 s after which the library would give up by itself.
      Thread.sleep(Duration.ofSeconds(33));
      assertThat(server.server.memory().output().held()).isGreaterThan(1 << 20);
      deaf.goOnReading();
      assertThat(unread.get().out()).hasSize(size);
      assertThat(unread.get().status()).isZero();
      byte[] piece = new byte[64 << 10];
      for (int count = out.read(piece); count >= 0; count = out.read(piece)) {
        read += count;
      }
      assertThat(read).isEqualTo(size);
      assertThat(client.waitFor()).isZero();
    }
  }

  @Test
  void unreadInputIsHeldOnlyUpToTheSmallWindow() throws Exception {
    AtomicLong held = new AtomicLong();
    FakeProgram program =
        run -> {
          while (!Thread.interrupted()) {
            held.set(run.streams().stdin().available());
            Thread.sleep(10);
          }
          return Programs.exit(0);
        };
    try (TestServer server = new TestServer(program)) {
      Process client = server.client().start("never reads");
      Thread.startVirtualThread(() -> {
        try (var in = client.getOutputStream()) {
          in.write(new byte[64 << 20]);
        } catch (IOException over) {
          // The client was ended.
        }
      });
      await().until(() -> held.get() > InputWindow.SMALL - (16 << 10));
      Thread.sleep(500);
      assertThat(held.get()).isLessThanOrEqualTo(InputWindow.SMALL);
      assertThat(server.server.memory().input().held()).isEqualTo(InputWindow.SMALL);
      client.descendants().forEach(ProcessHandle::destroy);
      await().until(() -> server.gateway.sessionsClosed.get() == 1);
      await().until(() -> server.server.memory().input().held() == 0);
    }
  }

  @Test
  void theWindowGrowsForAProgramThatReads() throws Exception {
    FakeProgram program =
        run -> {
          run.streams().stdin().readNBytes(1 << 20);
          run.streams().stdout().write('x');
          while (run.streams().stdin().available() < InputWindow.FULL - InputWindow.STEP) {
            Thread.sleep(10);
          }
          return Programs.exit(0);
        };
    try (TestServer server = new TestServer(program)) {
      OpenSsh.Outcome outcome = server.client().run(new byte[4 << 20], "reads a little");
      assertThat(outcome.status()).isZero();
      await().until(() -> server.server.memory().input().held() == 0);
      assertThat(server.server.memory().output().held()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes128-gcm@openssh.com", "aes128-ctr"})
  void rekeyingInMidTransferLosesNothing(String cipher) {
    byte[] data = new byte[20 << 20];
    new Random(1).nextBytes(data);
    try (TestServer server = new TestServer(Programs::cat)) {
      OpenSsh client = server.client().with("-o", "RekeyLimit=4M", "-c", cipher);
      assertThat(client.run(data, "cat").out()).isEqualTo(data);
    }
  }

  @Test
  void aClientThatWantsNoMoreOutputEndsTheProgram() throws Exception {
    FakeProgram yes =
        run -> {
          byte[] piece = new byte[8192];
          while (true) {
            run.streams().stdout().write(piece);
          }
        };
    try (TestServer server = new TestServer(yes);
        RawClient client = new RawClient(server.port())) {
      RawClient.Shell shell = client.openShell();
      assertThat(client.request(shell, "eow@openssh.com", _ -> {})).isTrue();
      Programs.pump(shell.getInvertedOut(), OutputStream.nullOutputStream());
      await().until(() -> server.gateway.sessionsClosed.get() == 1);
      assertThat(shell.getExitStatus()).isNull();
    }
  }

  @Test
  void twentySessionsOfOpenSshShareAConnection() throws Exception {
    Path folder = Files.createTempDirectory("berth-mux");
    String[] mux = {"-o", "ControlPath=" + folder.resolve("socket")};
    try (TestServer server = new TestServer(Programs::cat);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Process master = server.client().with(mux).with("-o", "ControlMaster=yes", "-N").start();
      await().until(() -> Files.exists(folder.resolve("socket")));
      List<Future<OpenSsh.Outcome>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        byte[] input = Integer.toString(i).repeat(50_000).getBytes(StandardCharsets.US_ASCII);
        all.add(threads.submit(() -> server.client().with(mux).run(input, "cat")));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(all.get(i).get().text()).isEqualTo(Integer.toString(i).repeat(50_000));
      }
      assertThat(server.gateway.connected).hasSize(1);
      master.descendants().forEach(ProcessHandle::destroy);
      master.destroy();
    }
  }

  @Test
  void fiftyConnectionsAtOnce() throws Exception {
    try (TestServer server = new TestServer(Programs::cat);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<OpenSsh.Outcome>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(threads.submit(() -> server.client().run(new byte[10_000], "cat")));
      }
      for (Future<OpenSsh.Outcome> one : all) {
        assertThat(one.get().out()).hasSize(10_000);
      }
    }
  }
}
