package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.ExitStatus.Lost;
import dev.berth.domain.session.ExitStatus.Signalled;
import dev.berth.domain.session.Program;
import dev.berth.domain.session.Signal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs as the OpenSSH client sees them.
final class ProgramTest {
  @ParameterizedTest
  @ValueSource(strings = {" ", ">x", "/bin/a; /bin/b | c", "$HOME", "a\nb", "ü"})
  void commandsArriveByteForByte(String command) {
    try (TestServer server = new TestServer(Programs::echo)) {
      assertThat(server.client().run(command).text()).isEqualTo(command);
    }
  }

  @Test
  void commandsMayBeLong() {
    String command = "x".repeat(100_000);
    try (TestServer server = new TestServer(Programs::echo)) {
      assertThat(server.client().run(command).text()).isEqualTo(command);
    }
  }

  @Test
  void stdinEndOfFileReachesTheProgramWhileOutputGoesOn() {
    FakeProgram program =
        run -> {
          long count =
              Programs.pump(run.streams().stdin(), java.io.OutputStream.nullOutputStream());
          Thread.sleep(300);
          Programs.print(run.streams().stdout(), "read " + count);
          return Programs.exit(3);
        };
    try (TestServer server = new TestServer(program)) {
      OpenSsh.Outcome outcome = server.client().run(new byte[100_000], "wc");
      assertThat(outcome.text()).isEqualTo("read 100000");
      assertThat(outcome.status()).isEqualTo(3);
    }
  }

  @Test
  void stderrComesApart() {
    FakeProgram program =
        run -> {
          Programs.print(run.streams().stdout(), "out");
          Programs.print(run.streams().stderr(), "err");
          return Programs.exit(0);
        };
    try (TestServer server = new TestServer(program)) {
      OpenSsh.Outcome outcome = server.client().run("both");
      assertThat(outcome.text()).isEqualTo("out");
      assertThat(outcome.err()).isEqualTo("err");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 126, 127, 128, 137, 254, 255})
  void exitCodesReachTheClient(int code) {
    try (TestServer server = new TestServer(_ -> Programs.exit(code))) {
      assertThat(server.client().run("x").status()).isEqualTo(code);
    }
  }

  @Test
  void anUnknownOutcomeIsNeverSuccessAndSaysWhy() {
    try (TestServer server = new TestServer(_ -> new Lost("the engine went away"))) {
      OpenSsh.Outcome outcome = server.client().run("x");
      assertThat(outcome.status()).isEqualTo(255);
      assertThat(outcome.err()).contains("the engine went away");
    }
  }

  @Test
  void aSignalledProgramIsToldAsSuch() {
    ExitStatus killed = new Signalled(Signal.KILL, false, "out of memory");
    try (TestServer server = new TestServer(_ -> killed)) {
      OpenSsh.Outcome outcome = server.client().with("-o", "LogLevel=DEBUG1").run("x");
      assertThat(outcome.status()).isEqualTo(255);
      assertThat(outcome.err()).contains("exit-signal").contains("out of memory");
    }
  }

  @Test
  void aBackendThatCannotStartIsToldWithItsCodeAndConnection() {
    try (TestServer server = new TestServer(Programs::echo)) {
      server.gateway.startFailure =
          GatewayException.backend(FailureCode.IMAGE_MISSING, "no image secret-name", null);
      OpenSsh.Outcome outcome = server.client().run("x");
      assertThat(outcome.status()).isEqualTo(255);
      assertThat(outcome.err())
          .contains(
              "Failed to initialize SSH session. [IMAGE_MISSING] connection "
                  + server.gateway.connected.getFirst().id())
          .doesNotContain("secret-name");
      OpenSsh.Outcome onTerminal = server.client().with("-tt").run("x");
      assertThat(onTerminal.status()).isEqualTo(255);
      assertThat(onTerminal.text()).contains("[IMAGE_MISSING]").endsWith("\r\n");
    }
  }

  @Test
  void aMistakeOfTheGatewayEndsOnlyThatSession() {
    try (TestServer server = new TestServer(Programs::echo)) {
      server.gateway.startFailure = new IllegalStateException("mistake");
      OpenSsh.Outcome outcome = server.client().run("x");
      assertThat(outcome.status()).isEqualTo(255);
      assertThat(outcome.err()).contains("[INTERNAL]").doesNotContain("mistake");
      server.gateway.startFailure = null;
      assertThat(server.client().run("again").text()).isEqualTo("again");
    }
  }

  @Test
  void subsystemsComeByName() {
    FakeProgram program =
        run -> {
          Programs.print(run.streams().stdout(), run.program().toString());
          return Programs.exit(0);
        };
    try (TestServer server = new TestServer(program)) {
      assertThat(server.client().with("-s").run("any-name").text())
          .isEqualTo(new Program.Subsystem("any-name").toString());
    }
  }

  @Test
  void environmentAndTerminalReachTheProgram() {
    FakeProgram program =
        run -> {
          Programs.print(run.streams().stdout(), run.environment() + " " + run.terminal());
          return Programs.exit(0);
        };
    try (TestServer server = new TestServer(program)) {
      OpenSsh.Outcome outcome =
          server.client().with("-tt", "-o", "SetEnv=LANG=C.UTF-8 REFUSED=x").run("x");
      assertThat(outcome.text()).contains("LANG=C.UTF-8").doesNotContain("REFUSED");
      assertThat(outcome.text()).contains("Terminal[type=").contains("WindowSize[");
      assertThat(outcome.text()).contains("TerminalModes[values={");
      Client client = server.gateway.connected.getFirst();
      assertThat(client.server()).hasValue(new RemoteAddress("127.0.0.1", server.port()));
      assertThat(outcome.status()).isZero();
    }
  }

  @Test
  void everyByteOfFastProgramsArrives() throws Exception {
    FakeProgram program =
        run -> {
          Programs.print(run.streams().stderr(), "only on stderr: " + Programs.text(run));
          return Programs.exit(7);
        };
    int sessions = 300;
    try (TestServer server = new TestServer(program);
        RawClient client = new RawClient(server.port());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Semaphore few = new Semaphore(40);
      List<Future<RawClient.Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < sessions; i++) {
        byte[] command = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
        Callable<RawClient.Outcome> one =
            () -> {
              few.acquire();
              try {
                return client.exec(command);
              } finally {
                few.release();
              }
            };
        outcomes.add(threads.submit(one));
      }
      for (int i = 0; i < sessions; i++) {
        RawClient.Outcome outcome = outcomes.get(i).get();
        assertThat(outcome.err()).asString().isEqualTo("only on stderr: " + i);
        assertThat(outcome.status()).isEqualTo(7);
      }
    }
  }

  @Test
  void commandsNeedNotBeText() throws Exception {
    byte[] command = {'a', (byte) 0xFF, (byte) 0xC0, 'b', (byte) 0x80};
    try (TestServer server = new TestServer(Programs::echo);
        RawClient client = new RawClient(server.port())) {
      assertThat(client.exec(command).out()).isEqualTo(command);
      assertThat(client.exec(new byte[0]).status()).isZero();
    }
  }

  @Test
  void twentySessionsShareAConnection() throws Exception {
    try (TestServer server = new TestServer(Programs::cat);
        RawClient client = new RawClient(server.port());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RawClient.Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        byte[] input = ("input " + i).repeat(10_000).getBytes(StandardCharsets.UTF_8);
        outcomes.add(
            threads.submit(() -> client.exec("cat".getBytes(StandardCharsets.UTF_8), input)));
      }
      for (int i = 0; i < 20; i++) {
        assertThat(outcomes.get(i).get().out()).asString().isEqualTo(("input " + i).repeat(10_000));
      }
      assertThat(server.gateway.connected).hasSize(1);
    }
  }
}
