package dev.berth.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.container.Labels;
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

/// Containers of a contract's tests, and programs run in them to their end.
///
/// @param runtime the engine
/// @param image an image that it has, with a `/bin/sh`
record Workbench(ContainerRuntime runtime, ImageReference image) {
  /// The key of the label that all containers of the contract carry.
  private static final String LABEL = "berth.contract";

  /// The label's value is one for each JVM, so that contracts that run side by side do not meet.
  private static final String RUN = UUID.randomUUID().toString();

  /// What a program did.
  record Result(String out, String err, ExitStatus status) {}

  /// Something to do in a running container.
  interface InContainer {
    void accept(ContainerId container) throws Exception;
  }

  void inHost(InContainer body) throws Exception {
    ContainerId id = runtime.create(host(newName()));
    try (Lifeline _ = runtime.startHost(id)) {
      body.accept(id);
    } finally {
      runtime.remove(id);
    }
  }

  Result exec(ExecSpec spec, String stdin) throws Exception {
    List<Result> results = new ArrayList<>();
    inHost(
        id -> results.add(collect(runtime.exec(id, spec), stdin.getBytes(StandardCharsets.UTF_8))));
    return results.getFirst();
  }

  static Result collect(RunningProgram program, byte[] stdin) throws Exception {
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

  static void writeAll(RunningProgram program, byte[] bytes) {
    try (OutputStream stdin = program.stdin()) {
      stdin.write(bytes);
    } catch (IOException programEnded) {
      // What it did not read it did not want.
      return;
    }
  }

  static ExecSpec shell(String command) {
    return exec(new Invocation.ShellCommand(Command.of(command)));
  }

  static ExecSpec atTerminal(String command) {
    return new ExecSpec(
        new Invocation.ShellCommand(Command.of(command)),
        Environment.empty(),
        Optional.of(new Terminal("xterm", WindowSize.of(132, 43))));
  }

  static ExitStatus signalled(String name) {
    return new ExitStatus.Signalled(new Signal(name), false, "");
  }

  static ExecSpec exec(Invocation invocation) {
    return new ExecSpec(invocation, Environment.empty(), Optional.empty());
  }

  ContainerSpec host(String name) {
    return new ContainerSpec(
        name,
        ContainerSettings.of(image),
        new ContainerRole.Host(idle()),
        Environment.empty(),
        mine());
  }

  ContainerSpec single(Invocation invocation) {
    return single(invocation, Optional.empty());
  }

  ContainerSpec single(Invocation invocation, Optional<Terminal> terminal) {
    return new ContainerSpec(
        newName(),
        ContainerSettings.of(image),
        new ContainerRole.Single(invocation, terminal),
        Environment.empty(),
        mine());
  }

  static List<String> idle() {
    return BackendConfiguration.DEFAULT_IDLE_COMMAND;
  }

  static Labels mine() {
    return new Labels(Map.of(LABEL, RUN));
  }

  static String newName() {
    return "berth-contract-" + UUID.randomUUID();
  }

  void awaitNothingLeft() throws InterruptedException {
    long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!runtime.list(mine()).isEmpty() && System.nanoTime() < giveUp) {
      Thread.sleep(20);
    }
    assertThat(runtime.list(mine())).isEmpty();
  }
}
