package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.docker.StubEngine.Behaviour;
import dev.berth.adapter.docker.StubEngine.Exec;
import dev.berth.adapter.docker.StubEngine.Reply;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driven.RunningProgram;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A program whose output has ended and that works on is looked at, and no single look that fails
/// costs it its exit.
@Timeout(120)
class ProgramLooksTest {
  private static final Duration LATE = Duration.ofSeconds(60);
  private static final ContainerId CONTAINER = new ContainerId("c1");
  private static final int MOST = 5;

  /// What one look comes to.
  private record Finding(Reply start, int code) {
    static final Finding OUTPUT = new Finding(StubEngine.stream(""), 0);
    static final Finding NOTHING = new Finding(StubEngine.stream(""), 1);
    static final Finding ERROR = new Finding(StubEngine.refusal(500, "something is wrong"), 0);
    static final Finding PAUSE =
        new Finding(
            StubEngine.refusal(409, "Container c1 is paused, unpause the container before exec"),
            0);
    static final Finding SILENCE = new Finding(StubEngine.silence(), 0);
    static final Finding NO_SHELL =
        new Finding(
            StubEngine.stream(
                "OCI runtime exec failed: exec failed: unable to start container process: exec:"
                    + " \"/bin/sh\": stat /bin/sh: no such file or directory: unknown"),
            126);
    static final Finding FULL =
        new Finding(
            StubEngine.stream("OCI runtime exec failed: fork: resource temporarily unavailable"),
            126);
    static final Finding STOPPED =
        new Finding(
            StubEngine.stream(
                "OCI runtime exec failed: exec failed: cannot exec in a stopped container:"
                    + " unknown"),
            126);
  }

  /// A program that ends, with 5, after as many looks as there are findings; the last one stays.
  private static final class Looks implements Behaviour {
    private final List<Finding> findings;
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private boolean ends = true;
    private Reply known = StubEngine.running();

    Looks(Finding... findings) {
      this.findings = List.of(findings);
    }

    /// Its program never ends.
    Looks endless() {
      ends = false;
      return this;
    }

    /// What the engine says of the program while it runs.
    Looks known(Reply reply) {
      known = reply;
      return this;
    }

    private static boolean isLook(Exec exec) {
      return exec.does("-p /proc/");
    }

    private static boolean isLauncher(Exec exec) {
      return exec.command().size() > 4 && exec.command().get(4).startsWith("berth-");
    }

    private Finding finding(int number) {
      return findings.get(Math.min(number, findings.size() - 1));
    }

    @Override
    public Reply start(Exec exec) {
      if (isLook(exec)) {
        int number = made.getAndIncrement();
        if (ends && number == findings.size() - 1) {
          over.countDown();
        }
        return finding(number).start;
      }
      return StubEngine.stream(isLauncher(exec) ? StubEngine.announcement(exec) : "");
    }

    @Override
    public Reply inspect(Exec exec) {
      if (isLook(exec)) {
        return StubEngine.exited(finding(made.get() - 1).code);
      }
      return !isLauncher(exec)
          ? StubEngine.exited(0)
          : over.getCount() == 0 ? StubEngine.exited(5) : known;
    }

    int made() {
      return made.get();
    }
  }

  private static ExitStatus end(RunningProgram program) throws Exception {
    program.copyOutput(OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
    return program.awaitExit();
  }

  /// Of a program that was started by exec.
  ///
  /// @param signal the timeout of a look
  private static ExitStatus execEnd(StubEngine stub, Duration signal) throws Exception {
    return end(
        new ExecStart(
                new Engine(stub.endpoint()),
                new Timeouts(LATE, LATE, LATE, signal, LATE, LATE, LATE),
                CONTAINER,
                OnTestEngine.shell("exec >&- 2>&-; work"),
                new ShellLauncher("5ca1ab1e"))
            .run());
  }

  /// Of a container's own program.
  private static ExitStatus ownEnd(Looks looks) throws Exception {
    try (StubEngine stub = new StubEngine(looks);
        DockerContainerRuntimes runtimes = new DockerContainerRuntimes()) {
      stub.on("POST /containers/c1/attach", StubEngine.stream(""))
          .on("GET /containers/c1/json", StubEngine.json(200, "{\"Id\":\"c1\"}"))
          .on("POST /containers/c1/start", StubEngine.json(204, ""))
          .on(
              "POST /containers/c1/wait",
              client -> {
                StubEngine.head(client);
                looks.over.await();
                client
                    .getOutputStream()
                    .write("{\"StatusCode\":5}".getBytes(StandardCharsets.US_ASCII));
              });
      BackendConfiguration configuration = stub.configuration(LATE);
      return end(runtimes.at(configuration).startSingle(CONTAINER, Optional.empty()));
    }
  }

  private static Finding[] times(int number, Finding finding, Finding last) {
    Finding[] findings = new Finding[number + 1];
    IntStream.range(0, number).forEach(i -> findings[i] = finding);
    findings[number] = last;
    return findings;
  }

  @Test
  void aLookThatFailsLateIsNotTheLast() throws Exception {
    Looks looks = new Looks(Finding.SILENCE, Finding.NOTHING);
    try (StubEngine stub = new StubEngine(looks)) {
      assertThat(execEnd(stub, Duration.ofMillis(3300))).isEqualTo(new ExitStatus.Exited(5));
    }
  }

  @Test
  void looksAtAPausedContainerDoNotCount() throws Exception {
    Looks looks = new Looks(times(MOST + 1, Finding.PAUSE, Finding.ERROR));
    try (StubEngine stub = new StubEngine(looks)) {
      assertThat(execEnd(stub, LATE)).isEqualTo(new ExitStatus.Exited(5));
    }
  }

  @Test
  void aProgramThatCannotBeLookedAtIsLostAndEnded() throws Exception {
    Looks looks = new Looks(Finding.ERROR).endless();
    try (StubEngine stub = new StubEngine(looks)) {
      assertThat(execEnd(stub, LATE)).isInstanceOf(ExitStatus.Lost.class);
      assertThat(looks.made()).isEqualTo(MOST);
      assertThat(stub.execs()).anyMatch(exec -> exec.command().containsAll(List.of("KILL", "77")));
    }
  }

  @Test
  void aProgramThatCannotBeEndedAtOnceIsEndedLater() throws Exception {
    for (Finding failure : List.of(Finding.ERROR, Finding.FULL)) {
      try (StubEngine stub = new StubEngine(withoutSignals(failure))) {
        assertThat(execEnd(stub, LATE)).isInstanceOf(ExitStatus.Lost.class);
        Awaitility.await()
            .until(() -> stub.execs().stream().anyMatch(exec -> exec.kills("5ca1ab1e")));
      }
    }
  }

  /// Nothing can be done in the container any more but look.
  private static Behaviour withoutSignals(Finding failure) {
    Looks looks = new Looks(Finding.OUTPUT).endless();
    return new Behaviour() {
      private static boolean isSignal(Exec exec) {
        return !exec.kills("5ca1ab1e")
            && (exec.command().contains("HUP") || exec.command().contains("KILL"));
      }

      @Override
      public Reply start(Exec exec) {
        return isSignal(exec) ? failure.start : looks.start(exec);
      }

      @Override
      public Reply inspect(Exec exec) {
        return isSignal(exec) ? StubEngine.exited(failure.code) : looks.inspect(exec);
      }
    };
  }

  @Test
  void aProgramThatTheEngineHasForgottenIsEnded() throws Exception {
    for (Reply reply :
        List.of(
            StubEngine.refusal(404, "No such exec instance: 0"),
            StubEngine.refusal(500, "something is wrong"))) {
      try (StubEngine stub = new StubEngine(new Looks(Finding.NOTHING).known(reply))) {
        assertThat(execEnd(stub, LATE)).isInstanceOf(ExitStatus.Lost.class);
        Awaitility.await()
            .until(() ->
                stub.execs().stream()
                    .anyMatch(exec -> exec.kills("5ca1ab1e") && exec.command().contains("77")));
      }
    }
  }

  @Test
  void aContainersOwnProgramThatNobodyCanLookAtIsWaitedFor() throws Exception {
    assertThat(ownEnd(new Looks(Finding.NO_SHELL))).isEqualTo(new ExitStatus.Exited(5));
  }

  @Test
  void aContainersOwnProgramMayHaveEndedAtTheFirstLook() throws Exception {
    assertThat(ownEnd(new Looks(Finding.STOPPED))).isEqualTo(new ExitStatus.Exited(5));
  }

  @Test
  void aFailedLookAtAContainersOwnProgramIsMadeAgain() throws Exception {
    assertThat(ownEnd(new Looks(Finding.ERROR, Finding.NOTHING)))
        .isEqualTo(new ExitStatus.Exited(5));
  }

  @Test
  void aContainersOwnProgramThatCannotBeLookedAtIsLost() throws Exception {
    Looks looks = new Looks(Finding.ERROR).endless();
    assertThat(ownEnd(looks)).isInstanceOf(ExitStatus.Lost.class);
    assertThat(looks.made()).isEqualTo(MOST);
  }
}
