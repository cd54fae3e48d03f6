package dev.berth.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.container.Labels;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.Lifeline;
import dev.berth.ports.driven.RunningProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What every container engine does. Programs are written for `/bin/sh`.
public interface ContainerRuntimeContract {
  /// The key of the label that all containers of the contract carry.
  String LABEL = "berth.contract";

  /// The label's value is one for each JVM, so that contracts that run side by side do not meet.
  String RUN = UUID.randomUUID().toString();

  /// The engine.
  ContainerRuntime runtime();

  /// An image that it has, with a `/bin/sh`.
  ImageReference image();

  @AfterEach
  default void nothingIsLeft() throws InterruptedException {
    for (var left : runtime().list(mine())) {
      runtime().remove(left.id());
    }
  }

  @Test
  default void itSaysWhatItIs() throws InterruptedException {
    assertThat(runtime().ping()).isNotBlank();
  }

  @Test
  default void anImageIsPresentOrNot() throws InterruptedException {
    assertThat(runtime().imagePresent(image())).isTrue();
    assertThat(runtime().imagePresent(missingImage())).isFalse();
  }

  @Test
  default void aMissingImageHasACodeOfItsOwnAndLeavesNothing() throws InterruptedException {
    ContainerSpec spec =
        new ContainerSpec(
            newName(),
            ContainerSettings.of(missingImage()),
            new ContainerRole.Host(idle()),
            Environment.empty(),
            mine());

    assertFailure(FailureCode.IMAGE_MISSING, () -> runtime().create(spec));

    assertThat(runtime().list(mine())).isEmpty();
  }

  @Test
  default void aNameThatIsTakenHasACodeOfItsOwn() throws InterruptedException {
    ContainerSpec spec = host(newName());
    runtime().create(spec);

    assertFailure(FailureCode.CONTAINER_NAME_CONFLICT, () -> runtime().create(spec));
  }

  @Test
  default void labelsFindAContainerBeforeAndAfterItsStart() throws InterruptedException {
    String name = newName();
    ContainerId id = runtime().create(host(name));

    assertThat(runtime().list(mine()))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.id()).isEqualTo(id);
          assertThat(found.name()).isEqualTo(name);
          assertThat(found.state()).isEqualTo("created");
        });
    try (Lifeline lifeline = runtime().startHost(id)) {
      assertThat(lifeline.holds()).isTrue();
      assertThat(runtime().list(mine())).singleElement().extracting("state").isEqualTo("running");
    }
  }

  @Test
  default void removingTwiceIsFine() throws InterruptedException {
    ContainerId id = runtime().create(host(newName()));
    runtime().remove(id);
    runtime().remove(id);

    assertThat(runtime().list(mine())).isEmpty();
  }

  @Test
  default void aContainerEndsWithItsLifeline() throws InterruptedException {
    Lifeline lifeline = runtime().startHost(runtime().create(host(newName())));

    lifeline.close();

    awaitNothingLeft();
  }

  @Test
  default void aLifelineNoticesTheContainersEnd() throws InterruptedException {
    ContainerId id = runtime().create(host(newName()));
    try (Lifeline lifeline = runtime().startHost(id)) {
      runtime().remove(id);

      lifeline.awaitEnd();

      assertThat(lifeline.holds()).isFalse();
    }
  }

  @Test
  default void execInAContainerThatIsGoneHasACodeOfItsOwn() throws InterruptedException {
    ContainerId id = runtime().create(host(newName()));
    runtime().startHost(id);
    runtime().remove(id);

    assertFailure(FailureCode.CONTAINER_GONE, () -> runtime().exec(id, shell("true")));
  }

  @Test
  default void stdoutAndStderrAreApart() throws Exception {
    Result result = exec(shell("echo out; echo err >&2"), "");

    assertThat(result.out()).isEqualTo("out\n");
    assertThat(result.err()).isEqualTo("err\n");
    assertThat(result.status()).isEqualTo(new ExitStatus.Exited(0));
  }

  @Test
  default void exitCodesAreExact() throws Exception {
    inHost(id -> {
      for (int code : new int[] {0, 1, 2, 7, 100, 126, 127, 128, 130, 137, 143, 255}) {
        RunningProgram program = runtime().exec(id, shell("exit " + code));
        assertThat(collect(program, new byte[0]).status()).isEqualTo(new ExitStatus.Exited(code));
      }
    });
  }

  @Test
  default void aCommandThatIsNotFoundIs127() throws Exception {
    Result result = exec(shell("no-such-command"), "");

    assertThat(result.status()).isEqualTo(new ExitStatus.Exited(127));
    assertThat(result.err()).contains("not found");
  }

  @Test
  default void emptyCommandsSucceedWithNothing() throws Exception {
    for (String command : List.of("", " ")) {
      assertThat(exec(shell(command), "")).isEqualTo(new Result("", "", new ExitStatus.Exited(0)));
    }
  }

  @Test
  default void stdinEndOfFileReachesTheProgramWhileOutputGoesOn() throws Exception {
    Result result = exec(shell("wc -c; echo done; exit 3"), "hello");

    assertThat(result.out().strip()).matches("(?s)5\\s+done");
    assertThat(result.status()).isEqualTo(new ExitStatus.Exited(3));
  }

  @Test
  default void aProgramMayEndBeforeItsStdinDoes() throws Exception {
    inHost(id -> {
      RunningProgram program = runtime().exec(id, shell("exit 9"));
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      program.copyOutput(out, out);
      assertThat(program.awaitExit()).isEqualTo(new ExitStatus.Exited(9));
      program.close();
    });
  }

  @Test
  default void allBytesPassBothWays() throws Exception {
    byte[] data = new byte[1_000_003];
    RandomGenerator.getDefault().nextBytes(data);
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    inHost(id -> {
      RunningProgram program = runtime().exec(id, shell("cat"));
      Thread writer = Thread.ofVirtual().start(() -> writeAll(program, data));
      program.copyOutput(back, OutputStream.nullOutputStream());
      writer.join();
      assertThat(program.awaitExit()).isEqualTo(new ExitStatus.Exited(0));
      program.close();
    });
    assertThat(back.toByteArray()).isEqualTo(data);
  }

  @Test
  default void commandsThatAreNotTextPassByteForByte() throws Exception {
    byte[] command = {'e', 'c', 'h', 'o', ' ', (byte) 0xff, (byte) 0xc3, 'x'};
    ByteArrayOutputStream back = new ByteArrayOutputStream();
    inHost(id -> {
      RunningProgram program =
          runtime().exec(id, exec(new Invocation.ShellCommand(new Command(command))));
      program.copyOutput(back, OutputStream.nullOutputStream());
      assertThat(program.awaitExit()).isEqualTo(new ExitStatus.Exited(0));
      program.close();
    });
    assertThat(back.toByteArray()).isEqualTo(new byte[] {(byte) 0xff, (byte) 0xc3, 'x', '\n'});
  }

  @Test
  default void environmentReachesTheProgram() throws Exception {
    ExecSpec spec =
        new ExecSpec(
            new Invocation.ShellCommand(Command.of("printenv GREETING")),
            Environment.empty().with("GREETING", "hello = world"),
            Optional.empty());

    assertThat(exec(spec, "").out()).isEqualTo("hello = world\n");
  }

  @Test
  default void aTerminalHasItsSizeFromTheStart() throws Exception {
    Result result = exec(atTerminal("stty size"), "");

    assertThat(result.out().strip()).isEqualTo("43 132");
  }

  @Test
  default void aTerminalCanBeResized() throws Exception {
    ExecSpec spec =
        new ExecSpec(
            new Invocation.ShellCommand(Command.of("read line; stty size")),
            Environment.empty(),
            Optional.of(new Terminal("xterm", WindowSize.of(80, 24))));
    inHost(id -> {
      RunningProgram program = runtime().exec(id, spec);
      program.resize(WindowSize.of(101, 37));
      program.stdin().write('\n');
      program.stdin().flush();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      program.copyOutput(out, OutputStream.nullOutputStream());
      assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("37 101");
      program.close();
    });
  }

  @Test
  default void aProgramThatASignalEndsIsToldByItsName() throws Exception {
    inHost(id -> {
      for (String name : List.of("TERM", "KILL", "HUP", "INT", "ABRT", "USR1@example.com")) {
        RunningProgram program = runtime().exec(id, shell("sleep 60"));
        program.signal(new Signal(name));
        assertThat(collect(program, new byte[0]).status()).isEqualTo(signalled(name));
      }
    });
  }

  @Test
  default void aSignalThatEndsNothingIsDelivered() throws Exception {
    inHost(id -> {
      RunningProgram program = runtime().exec(id, shell("read line; exit 6"));
      program.signal(new Signal("WINCH"));
      assertThat(collect(program, "\n".getBytes(StandardCharsets.UTF_8)).status())
          .isEqualTo(new ExitStatus.Exited(6));
    });
  }

  @Test
  default void aSignalThatCannotBeDeliveredFails() throws Exception {
    inHost(id -> {
      RunningProgram program = runtime().exec(id, shell("cat"));
      assertThatThrownBy(() -> program.signal(new Signal("NOSUCH@example.com")))
          .isInstanceOf(GatewayException.class);
      assertThat(collect(program, new byte[0]).status()).isEqualTo(new ExitStatus.Exited(0));
      assertThatThrownBy(() -> program.signal(Signal.TERM)).isInstanceOf(GatewayException.class);
    });
  }

  @Test
  default void aContainersOwnProgramCannotBeSentWhatCannotBeDelivered() throws Exception {
    ContainerId id = runtime().create(single(new Invocation.ShellCommand(Command.of("cat"))));
    RunningProgram program = runtime().startSingle(id, Optional.empty());

    assertThatThrownBy(() -> program.signal(new Signal("NOSUCH@example.com")))
        .isInstanceOf(GatewayException.class);
    assertThat(collect(program, new byte[0]).status()).isEqualTo(new ExitStatus.Exited(0));
    awaitNothingLeft();
    assertThatThrownBy(() -> program.signal(Signal.TERM)).isInstanceOf(GatewayException.class);
  }

  @Test
  default void aProgramKnowsItsUserAndItsTerminal() throws Exception {
    assertThat(exec(atTerminal("printenv USER; printenv LOGNAME"), "").out())
        .isEqualToNormalizingNewlines("root\nroot\n");
    List<String> names = exec(atTerminal("printenv SSH_TTY; tty"), "").out().lines().toList();
    assertThat(names).hasSize(2);
    assertThat(names.getFirst()).isEqualTo(names.getLast()).startsWith("/dev/");
  }

  @Test
  default void aContainersOwnProgramKnowsItsUserAndItsTerminal() throws Exception {
    String command = "printenv USER; printenv LOGNAME; printenv SSH_TTY; tty";
    ExecSpec wanted = atTerminal(command);
    ContainerId id = runtime().create(single(wanted.invocation(), wanted.terminal()));

    Result result = collect(runtime().startSingle(id, wanted.terminal()), new byte[0]);

    List<String> names = result.out().lines().toList();
    assertThat(names).hasSize(4).startsWith("root", "root");
    assertThat(names.get(2)).isEqualTo(names.get(3)).startsWith("/dev/");
  }

  @Test
  default void aVariableThatIsSetStays() throws Exception {
    ExecSpec spec =
        new ExecSpec(
            new Invocation.ShellCommand(Command.of("printenv USER; printenv LOGNAME")),
            Environment.empty().with("USER", "alice"),
            Optional.empty());

    assertThat(exec(spec, "").out()).isEqualTo("alice\nroot\n");
  }

  @Test
  default void aContainersOwnTerminalHasItsSizeBeforeACommandRuns() throws Exception {
    ExecSpec wanted = atTerminal("stty size");
    ContainerId id = runtime().create(single(wanted.invocation(), wanted.terminal()));

    Result result = collect(runtime().startSingle(id, wanted.terminal()), new byte[0]);

    assertThat(result.out().strip()).isEqualTo("43 132");
  }

  @Test
  default void theEndOfAProgramWhoseStreamsWereCutIsNotKnown() throws Exception {
    inHost(id -> {
      RunningProgram program = runtime().exec(id, shell("sleep 2"));
      program.close();
      assertThat(program.awaitExit()).isInstanceOf(ExitStatus.Lost.class);
    });
  }

  @Test
  default void aContainersOwnProgramHasItsStreamsAndItsExitCode() throws Exception {
    ContainerId id =
        runtime()
            .create(single(new Invocation.ShellCommand(Command.of("cat; echo err >&2; exit 5"))));

    Result result =
        collect(runtime().startSingle(id, Optional.empty()), "in".getBytes(StandardCharsets.UTF_8));

    assertThat(result).isEqualTo(new Result("in", "err\n", new ExitStatus.Exited(5)));
  }

  @Test
  default void aContainersOwnProgramCanBeSignalled() throws Exception {
    ContainerId id = runtime().create(single(new Invocation.ShellCommand(Command.of("sleep 60"))));
    RunningProgram program = runtime().startSingle(id, Optional.empty());

    program.signal(Signal.KILL);

    assertThat(collect(program, new byte[0]).status()).isEqualTo(signalled("KILL"));
  }

  @Test
  default void aContainersOwnProgramThatDoesNotExistHasACodeOfItsOwn() throws Exception {
    ContainerId id =
        runtime().create(single(new Invocation.Arguments(List.of("/nonexistent/program"))));

    assertFailure(FailureCode.CONTAINER_COMMAND, () -> runtime().startSingle(id, Optional.empty()));
  }

  @Test
  default void manyProgramsRunAtOnceWithoutMixingTheirOutput() throws Exception {
    inHost(id -> {
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Result>> results = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
          String text = "program " + i;
          results.add(
              threads.submit(
                  () -> collect(runtime().exec(id, shell("echo " + text)), new byte[0])));
        }
        for (int i = 0; i < results.size(); i++) {
          assertThat(results.get(i).get())
              .isEqualTo(new Result("program " + i + "\n", "", new ExitStatus.Exited(0)));
        }
      }
    });
  }

  /// What a program did.
  record Result(String out, String err, ExitStatus status) {}

  /// Something to do in a running container.
  interface InContainer {
    void accept(ContainerId container) throws Exception;
  }

  private void inHost(InContainer body) throws Exception {
    ContainerId id = runtime().create(host(newName()));
    try (Lifeline _ = runtime().startHost(id)) {
      body.accept(id);
    } finally {
      runtime().remove(id);
    }
  }

  private Result exec(ExecSpec spec, String stdin) throws Exception {
    List<Result> results = new ArrayList<>();
    inHost(id ->
        results.add(collect(runtime().exec(id, spec), stdin.getBytes(StandardCharsets.UTF_8))));
    return results.getFirst();
  }

  private static Result collect(RunningProgram program, byte[] stdin) throws Exception {
    try (program) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      writeAll(program, stdin);
      program.copyOutput(out, err);
      return new Result(
          out.toString(StandardCharsets.UTF_8),
          err.toString(StandardCharsets.UTF_8),
          program.awaitExit());
    }
  }

  private static void writeAll(RunningProgram program, byte[] bytes) {
    try (OutputStream stdin = program.stdin()) {
      stdin.write(bytes);
    } catch (IOException programEnded) {
      // What it did not read it did not want.
      return;
    }
  }

  private static ExecSpec shell(String command) {
    return exec(new Invocation.ShellCommand(Command.of(command)));
  }

  private static ExecSpec atTerminal(String command) {
    return new ExecSpec(
        new Invocation.ShellCommand(Command.of(command)),
        Environment.empty(),
        Optional.of(new Terminal("xterm", WindowSize.of(132, 43))));
  }

  private static ExitStatus signalled(String name) {
    return new ExitStatus.Signalled(new Signal(name), false, "");
  }

  private static ExecSpec exec(Invocation invocation) {
    return new ExecSpec(invocation, Environment.empty(), Optional.empty());
  }

  private ContainerSpec host(String name) {
    return new ContainerSpec(
        name,
        ContainerSettings.of(image()),
        new ContainerRole.Host(idle()),
        Environment.empty(),
        mine());
  }

  private ContainerSpec single(Invocation invocation) {
    return single(invocation, Optional.empty());
  }

  private ContainerSpec single(Invocation invocation, Optional<Terminal> terminal) {
    return new ContainerSpec(
        newName(),
        ContainerSettings.of(image()),
        new ContainerRole.Single(invocation, terminal),
        Environment.empty(),
        mine());
  }

  private static List<String> idle() {
    return BackendConfiguration.DEFAULT_IDLE_COMMAND;
  }

  private static Labels mine() {
    return new Labels(Map.of(LABEL, RUN));
  }

  private static String newName() {
    return "berth-contract-" + UUID.randomUUID();
  }

  private static ImageReference missingImage() {
    return new ImageReference("berth-contract/not-there:latest");
  }

  private void awaitNothingLeft() throws InterruptedException {
    long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!runtime().list(mine()).isEmpty() && System.nanoTime() < giveUp) {
      Thread.sleep(20);
    }
    assertThat(runtime().list(mine())).isEmpty();
  }

  private static void assertFailure(FailureCode code, Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            GatewayException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }
}
