package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.TerminalModes;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.RunningProgram;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the engine's own programs show of signals, memory and terminals.
class SessionRequestsIT extends OnTestEngine {
  private static final EngineFields LITTLE_MEMORY = new EngineFields(Map.of("Memory", 33_554_432));

  static ImageReference[] images() {
    return new ImageReference[] {TestEngine.DEMO, TestEngine.DASH};
  }

  @ParameterizedTest
  @MethodSource("images")
  void aProgramIsEndedByItsPidOnlyWhereItsMarkIs(ImageReference image) throws Exception {
    ContainerId container = host(image);
    RunningProgram program = runtime.exec(container, shell("sleep 61 & echo up; wait"));
    String[] mark = program.mark().orElseThrow().value().split(":", -1);
    try (Engine engine = new Engine(TestEngine.endpoint())) {
      ContainerShell shell = new ContainerShell(engine, container, Duration.ofMinutes(1));
      long pid = Long.parseLong(mark[0]);

      shell.kill(pid, "0" + mark[1]);
      assertThat(
              runtime.signalRemains(container, List.of(program.mark().get()), new Signal("CONT")))
          .isTrue();
      shell.kill(pid, mark[1]);

      assertThat(end(program)).isEqualTo(new ExitStatus.Exited(137));
      assertThat(
              runtime.signalRemains(container, List.of(program.mark().get()), new Signal("CONT")))
          .isFalse();
      shell.kill(pid, mark[1]);
    }
  }

  @Test
  void aProgramThatRunsOutOfMemoryIsToldAsSuch() throws Exception {
    ContainerId container = host(TestEngine.DEMO, LITTLE_MEMORY);

    assertOutOfMemory(end(runtime.exec(container, shell("exec tail /dev/zero"))));
    assertOutOfMemory(end(runtime.exec(container, shell("tail /dev/zero; exit $?"))));
  }

  @Test
  void aKillThatHasNothingToDoWithMemoryIsAnExitCode() throws Exception {
    ContainerId container = host(TestEngine.DEMO, LITTLE_MEMORY);

    assertThat(end(runtime.exec(container, shell("kill -KILL $$"))))
        .isEqualTo(new ExitStatus.Exited(137));
    assertThat(end(runtime.exec(container, shell("exit 137"))))
        .isEqualTo(new ExitStatus.Exited(137));
  }

  @Test
  void aContainersOwnProgramThatRunsOutOfMemoryIsToldAsSuch() throws Exception {
    ContainerId container =
        created(
            TestEngine.DEMO,
            LITTLE_MEMORY,
            new ContainerRole.Single(
                new Invocation.ShellCommand(Command.of("exec tail /dev/zero")), Optional.empty()));

    assertOutOfMemory(end(runtime.startSingle(container, Optional.empty())));
  }

  @Test
  void aSignalThatAProgramTakesIsNotItsEnd() throws Exception {
    ContainerId container = host(TestEngine.DEMO, EngineFields.none());
    RunningProgram program =
        runtime.exec(container, shell("trap 'exit 7' TERM; echo up; while :; do sleep 0.1; done"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Thread follower = Thread.ofVirtual().start(() -> follow(program, out));
    org.awaitility.Awaitility.await().until(() -> out.size() > 0);

    program.signal(Signal.TERM);

    follower.join();
    assertThat(program.awaitExit()).isEqualTo(new ExitStatus.Exited(7));
    program.close();
  }

  @Test
  void killEndsAllOfAProgramsSessionButNotWhatMadeOneOfItsOwn() throws Exception {
    ContainerId container = host(TestEngine.DEMO, EngineFields.none());
    RunningProgram program =
        runtime.exec(
            container,
            shell(
                "trap '' HUP; setsid sleep 771 </dev/null >/dev/null 2>&1 & (set -m; sleep 772 &)"
                    + " ; echo up; sleep 773"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Thread follower = Thread.ofVirtual().start(() -> follow(program, out));
    org.awaitility.Awaitility.await().until(() -> out.size() > 0);
    assertThat(sleepers(container)).isEqualTo("771 772 773 ");

    program.signal(Signal.HUP);
    assertThat(sleepers(container)).isEqualTo("771 772 773 ");
    program.signal(Signal.KILL);

    follower.join();
    assertThat(sleepers(container)).isEqualTo("771 ");
    program.close();
  }

  /// In an image with dash, and in one with busybox's shell.
  @ParameterizedTest
  @MethodSource("images")
  void whatMadeASessionOfItsOwnIsFoundByItsEnvironmentAndOtherThingsByTheirSession(
      ImageReference image) throws Exception {
    ContainerId container = host(image, EngineFields.none());
    RunningProgram program =
        runtime.exec(
            container,
            shell(
                "export LINES='a\nb' ; setsid sleep 781 </dev/null >/dev/null 2>&1 & env -i sleep"
                    + " 782 </dev/null >/dev/null 2>&1 & sleep 0.3"));
    RunningProgram other = runtime.exec(container, shell("exec sleep 783"));
    assertThat(end(program)).isEqualTo(new ExitStatus.Exited(0));

    assertThat(runtime.signalRemains(container, marks(program), Signal.TERM)).isTrue();

    org.awaitility.Awaitility.await()
        .until(() -> !runtime.signalRemains(container, marks(program), Signal.TERM));
    other.signal(new Signal("USR1"));
    assertThat(end(other)).isEqualTo(new ExitStatus.Signalled(new Signal("USR1"), false, ""));
  }

  private static List<ProgramMark> marks(RunningProgram program) {
    return program.mark().stream().toList();
  }

  private String sleepers(ContainerId container) throws Exception {
    String command = "ps -o args | sed -n 's/^sleep //p' | sort | tr '\\n' ' '";
    return output(runtime.exec(container, shell(command)));
  }

  @ParameterizedTest
  @MethodSource("images")
  void theTerminalsModesAreTheClients(ImageReference image) throws Exception {
    ContainerId container = host(image, EngineFields.none());

    String shown = output(runtime.exec(container, raw("stty -a")));

    assertThat(shown)
        .contains("intr = ^X", "erase = ^H", "-echo ", "-ixon", "rows 24", "columns 80");
    assertThat(shown).doesNotContain("\r");
  }

  @ParameterizedTest
  @MethodSource("images")
  void theModesOfAContainersOwnTerminalAreTheClientsBeforeACommandRuns(ImageReference image)
      throws Exception {
    ExecSpec wanted = raw("stty -a");
    ContainerId container =
        created(
            image,
            EngineFields.none(),
            new ContainerRole.Single(wanted.invocation(), wanted.terminal()));

    String shown = output(runtime.startSingle(container, wanted.terminal()));

    assertThat(shown)
        .contains("intr = ^X", "erase = ^H", "-echo ", "-ixon", "rows 24", "columns 80");
  }

  @Test
  void aNumberedUserHasTheAccountOfThatNumber() throws Exception {
    ContainerId container =
        runtime.create(
            new ContainerSpec(
                "berth-requests-" + UUID.randomUUID(),
                new ContainerSettings(
                    TestEngine.DEMO,
                    new EngineFields(Map.of("User", "1000")),
                    EngineFields.none(),
                    EngineFields.none(),
                    EngineFields.none()),
                new ContainerRole.Host(BackendConfiguration.DEFAULT_IDLE_COMMAND),
                Environment.empty(),
                mine));
    runtime.startHost(container);

    assertThat(output(runtime.exec(container, shell("echo $USER $LOGNAME $HOME $SHELL"))))
        .isEqualTo("demo demo /home/demo /bin/sh\n");
  }

  private static void assertOutOfMemory(ExitStatus status) {
    assertThat(status)
        .isInstanceOfSatisfying(
            ExitStatus.Signalled.class,
            killed -> {
              assertThat(killed.signal()).isEqualTo(Signal.KILL);
              assertThat(killed.message()).contains("out of memory");
            });
  }

  private ContainerId host(ImageReference image, EngineFields host) throws InterruptedException {
    return started(
        created(image, host, new ContainerRole.Host(BackendConfiguration.DEFAULT_IDLE_COMMAND)));
  }

  private ContainerId created(ImageReference image, EngineFields host, ContainerRole role)
      throws InterruptedException {
    return created(
        new ContainerSettings(
            image, EngineFields.none(), host, EngineFields.none(), EngineFields.none()),
        role);
  }

  /// With a terminal in the state of a full-screen program, the hardest for what goes before.
  private static ExecSpec raw(String command) {
    Map<Integer, Long> modes =
        Map.of(1, 24L, 3, 8L, 36, 0L, 38, 0L, 50, 0L, 51, 0L, 53, 0L, 70, 0L, 17, 1L, 52, 1L);
    return new ExecSpec(
        new Invocation.ShellCommand(Command.of(command)),
        Environment.empty(),
        Optional.of(new Terminal("xterm", WindowSize.of(80, 24), new TerminalModes(modes))));
  }

  private static ExitStatus end(RunningProgram program) throws Exception {
    try (program) {
      program.stdin().close();
      program.copyOutput(new ByteArrayOutputStream(), new ByteArrayOutputStream());
      return program.awaitExit();
    }
  }

  private static void follow(RunningProgram program, ByteArrayOutputStream out) {
    try {
      program.copyOutput(out, out);
    } catch (java.io.IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }
}
