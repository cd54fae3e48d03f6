package dev.berth.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driven.Lifeline;
import dev.berth.ports.driven.RunningProgram;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What every container engine does. Programs are written for `/bin/sh`.
public interface ContainerRuntimeContract extends SessionRequestContract {
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
            Workbench.newName(),
            ContainerSettings.of(missingImage()),
            new ContainerRole.Host(Workbench.idle()),
            Environment.empty(),
            Workbench.mine());

    assertFailure(FailureCode.IMAGE_MISSING, () -> runtime().create(spec));

    assertThat(runtime().list(Workbench.mine())).isEmpty();
  }

  @Test
  default void aNameThatIsTakenHasACodeOfItsOwn() throws InterruptedException {
    ContainerSpec spec = bench().host(Workbench.newName());
    runtime().create(spec);

    assertFailure(FailureCode.CONTAINER_NAME_CONFLICT, () -> runtime().create(spec));
  }

  @Test
  default void filesAreThereWhenTheFirstProgramStarts() throws Exception {
    byte[] content = new byte[100_000];
    RandomGenerator.getDefault().nextBytes(content);
    Map<String, HandedFile> files =
        Map.of(
            "/etc/berth.conf", new HandedFile("a=1\n".getBytes(StandardCharsets.UTF_8), false),
            "/new/deep/folder/x", new HandedFile(content, true),
            "/empty", new HandedFile(new byte[0], false));
    ContainerId id =
        runtime()
            .create(
                bench()
                    .single(
                        new Invocation.ShellCommand(
                            Command.of(
                                "cat /etc/berth.conf; cat /empty; cat /new/deep/folder/x"))));
    try {
      runtime().placeFiles(id, files);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (RunningProgram program = runtime().startSingle(id, Optional.empty())) {
        program.copyOutput(out, OutputStream.nullOutputStream());
        assertThat(program.awaitExit()).isEqualTo(new ExitStatus.Exited(0));
      }
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      expected.writeBytes("a=1\n".getBytes(StandardCharsets.UTF_8));
      expected.writeBytes(content);
      assertThat(out.toByteArray()).isEqualTo(expected.toByteArray());
    } finally {
      runtime().remove(id);
    }
  }

  @Test
  default void filesCanBeWrittenIntoAContainerThatRuns() throws Exception {
    ContainerId id = runtime().create(bench().host(Workbench.newName()));
    try (Lifeline lifeline = runtime().startHost(id)) {
      runtime()
          .placeFiles(
              id,
              Map.of(
                  "/new/folder/x", new HandedFile("late".getBytes(StandardCharsets.UTF_8), false)));
      assertThat(
              Workbench.collect(
                      runtime().exec(id, Workbench.shell("cat /new/folder/x")), new byte[0])
                  .out())
          .isEqualTo("late");
      assertThat(lifeline.holds()).isTrue();
    } finally {
      runtime().remove(id);
    }
  }

  @Test
  default void aContainerCanBeRenamedButNotToANameThatIsTaken() throws InterruptedException {
    ContainerId id = runtime().create(bench().host(Workbench.newName()));
    String taken = Workbench.newName();
    runtime().create(bench().host(taken));
    String name = Workbench.newName();

    runtime().rename(id, name);
    assertFailure(
        FailureCode.CONTAINER_NAME_CONFLICT,
        () -> {
          runtime().rename(id, taken);
          return id;
        });

    assertThat(runtime().list(Workbench.mine()))
        .filteredOn(container -> container.id().equals(id))
        .extracting(ContainerSummary::name)
        .containsExactly(name);
  }

  @Test
  default void filesForAContainerThatIsGoneSaySo() throws InterruptedException {
    ContainerId id = runtime().create(bench().host(Workbench.newName()));
    runtime().remove(id);
    assertFailure(
        FailureCode.CONTAINER_GONE,
        () -> {
          runtime().placeFiles(id, Map.of("/x", new HandedFile(new byte[1], false)));
          return id;
        });
  }

  @Test
  default void labelsFindAContainerBeforeAndAfterItsStart() throws InterruptedException {
    String name = Workbench.newName();
    Instant begun = Instant.now();
    ContainerId id = runtime().create(bench().host(name));

    assertThat(runtime().listLabelled(Workbench.mine().values().keySet().iterator().next()))
        .extracting(ContainerSummary::id)
        .contains(id);
    assertThat(runtime().listLabelled("berth.nobody")).isEmpty();
    assertThat(runtime().list(Workbench.mine()))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.id()).isEqualTo(id);
          assertThat(found.name()).isEqualTo(name);
          assertThat(found.state()).isEqualTo("created");
          assertThat(found.created())
              .isBetween(begun.truncatedTo(ChronoUnit.SECONDS), Instant.now());
        });
    try (Lifeline lifeline = runtime().startHost(id)) {
      assertThat(lifeline.holds()).isTrue();
      assertThat(runtime().list(Workbench.mine()))
          .singleElement()
          .extracting("state")
          .isEqualTo("running");
    }
  }

  @Test
  default void removingTwiceIsFine() throws InterruptedException {
    ContainerId id = runtime().create(bench().host(Workbench.newName()));
    runtime().remove(id);
    runtime().remove(id);

    assertThat(runtime().list(Workbench.mine())).isEmpty();
  }

  @Test
  default void aContainerEndsWithItsLifeline() throws InterruptedException {
    Lifeline lifeline = runtime().startHost(runtime().create(bench().host(Workbench.newName())));

    lifeline.close();

    bench().awaitNothingLeft();
  }

  @Test
  default void aLifelineNoticesTheContainersEnd() throws InterruptedException {
    ContainerId id = runtime().create(bench().host(Workbench.newName()));
    try (Lifeline lifeline = runtime().startHost(id)) {
      runtime().remove(id);

      lifeline.awaitEnd();

      assertThat(lifeline.holds()).isFalse();
    }
  }

  @Test
  default void execInAContainerThatIsGoneHasACodeOfItsOwn() throws InterruptedException {
    ContainerId id = runtime().create(bench().host(Workbench.newName()));
    runtime().startHost(id);
    runtime().remove(id);

    assertFailure(FailureCode.CONTAINER_GONE, () -> runtime().exec(id, Workbench.shell("true")));
  }

  @Test
  default void stdoutAndStderrAreApart() throws Exception {
    Workbench.Result result = bench().exec(Workbench.shell("echo out; echo err >&2"), "");

    assertThat(result.out()).isEqualTo("out\n");
    assertThat(result.err()).isEqualTo("err\n");
    assertThat(result.status()).isEqualTo(new ExitStatus.Exited(0));
  }

  @Test
  default void exitCodesAreExact() throws Exception {
    bench()
        .inHost(id -> {
          for (int code : new int[] {0, 1, 2, 7, 100, 126, 127, 128, 130, 137, 143, 255}) {
            RunningProgram program = runtime().exec(id, Workbench.shell("exit " + code));
            assertThat(Workbench.collect(program, new byte[0]).status())
                .isEqualTo(new ExitStatus.Exited(code));
          }
        });
  }

  @Test
  default void aCommandThatIsNotFoundIs127() throws Exception {
    Workbench.Result result = bench().exec(Workbench.shell("no-such-command"), "");

    assertThat(result.status()).isEqualTo(new ExitStatus.Exited(127));
    assertThat(result.err()).contains("not found");
  }

  @Test
  default void emptyCommandsSucceedWithNothing() throws Exception {
    for (String command : List.of("", " ")) {
      assertThat(bench().exec(Workbench.shell(command), ""))
          .isEqualTo(new Workbench.Result("", "", new ExitStatus.Exited(0)));
    }
  }

  @Test
  default void stdinEndOfFileReachesTheProgramWhileOutputGoesOn() throws Exception {
    Workbench.Result result = bench().exec(Workbench.shell("wc -c; echo done; exit 3"), "hello");

    assertThat(result.out().strip()).matches("(?s)5\\s+done");
    assertThat(result.status()).isEqualTo(new ExitStatus.Exited(3));
  }

  @Test
  default void aProgramMayEndBeforeItsStdinDoes() throws Exception {
    bench()
        .inHost(id -> {
          RunningProgram program = runtime().exec(id, Workbench.shell("exit 9"));
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
    bench()
        .inHost(id -> {
          RunningProgram program = runtime().exec(id, Workbench.shell("cat"));
          Thread writer = Thread.ofVirtual().start(() -> Workbench.writeAll(program, data));
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
    bench()
        .inHost(id -> {
          RunningProgram program =
              runtime().exec(id, Workbench.exec(new Invocation.ShellCommand(new Command(command))));
          program.copyOutput(back, OutputStream.nullOutputStream());
          assertThat(program.awaitExit()).isEqualTo(new ExitStatus.Exited(0));
          program.close();
        });
    assertThat(back.toByteArray()).isEqualTo(new byte[] {(byte) 0xff, (byte) 0xc3, 'x', '\n'});
  }

  @Test
  default void theEndOfAProgramWhoseStreamsWereCutIsNotKnown() throws Exception {
    bench()
        .inHost(id -> {
          RunningProgram program = runtime().exec(id, Workbench.shell("sleep 2"));
          program.close();
          assertThat(program.awaitExit()).isInstanceOf(ExitStatus.Lost.class);
        });
  }

  @Test
  default void aContainersOwnProgramHasItsStreamsAndItsExitCode() throws Exception {
    ContainerId id =
        runtime()
            .create(
                bench()
                    .single(new Invocation.ShellCommand(Command.of("cat; echo err >&2; exit 5"))));

    Workbench.Result result =
        Workbench.collect(
            runtime().startSingle(id, Optional.empty()), "in".getBytes(StandardCharsets.UTF_8));

    assertThat(result).isEqualTo(new Workbench.Result("in", "err\n", new ExitStatus.Exited(5)));
  }

  @Test
  default void aContainersOwnProgramThatDoesNotExistHasACodeOfItsOwn() throws Exception {
    ContainerId id =
        runtime().create(bench().single(new Invocation.Arguments(List.of("/nonexistent/program"))));

    assertFailure(FailureCode.CONTAINER_COMMAND, () -> runtime().startSingle(id, Optional.empty()));
  }

  @Test
  default void manyProgramsRunAtOnceWithoutMixingTheirOutput() throws Exception {
    bench()
        .inHost(id -> {
          try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Workbench.Result>> results = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
              String text = "program " + i;
              results.add(
                  threads.submit(() ->
                      Workbench.collect(
                          runtime().exec(id, Workbench.shell("echo " + text)), new byte[0])));
            }
            for (int i = 0; i < results.size(); i++) {
              assertThat(results.get(i).get())
                  .isEqualTo(
                      new Workbench.Result("program " + i + "\n", "", new ExitStatus.Exited(0)));
            }
          }
        });
  }

  private static ImageReference missingImage() {
    return new ImageReference("berth-contract/not-there:latest");
  }

  private static void assertFailure(FailureCode code, Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            GatewayException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }

  private Workbench bench() {
    return new Workbench(runtime(), image());
  }
}
