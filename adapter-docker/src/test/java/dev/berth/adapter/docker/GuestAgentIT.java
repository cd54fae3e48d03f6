package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.RunningProgram;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Images without a shell, with and without the guest agent.
class GuestAgentIT extends OnTestEngine {
  private static final Optional<String> PATH = Optional.of(ContainerPerConnection.DEFAULT_AGENT);
  private static final List<String> AGENT_IDLE =
      List.of(
          ContainerPerConnection.DEFAULT_AGENT,
          "wait-signal",
          "--signal",
          "INT",
          "--signal",
          "TERM");

  @Test
  void theAgentStartsProgramsWhereThereIsNoShell() throws Exception {
    ContainerId container = host(TestEngine.AGENT, AGENT_IDLE);

    assertThat(run(container, spec(PATH, "/bin/echo", "a b", "$c"), ""))
        .isEqualTo(new Result("a b $c\n", new ExitStatus.Exited(0)));
    assertThat(run(container, spec(PATH, "/bin/cat"), "all of it"))
        .isEqualTo(new Result("all of it", new ExitStatus.Exited(0)));
    assertThat(run(container, spec(PATH, "/bin/cat", "/nonexistent"), "").status())
        .isEqualTo(new ExitStatus.Exited(1));
  }

  @Test
  void theAgentDeliversSignals() throws Exception {
    ContainerId container = host(TestEngine.AGENT, AGENT_IDLE);
    RunningProgram program = runtime.exec(container, spec(PATH, "/bin/sleep", "60"));

    assertThatThrownBy(() -> program.signal(new Signal("NOSUCH")))
        .isInstanceOf(GatewayException.class);
    program.signal(Signal.TERM);

    assertThat(end(program).status()).isEqualTo(new ExitStatus.Signalled(Signal.TERM, false, ""));
  }

  @Test
  void aTerminalHasItsSizeFromTheStartWhicheverPidTheAgentHas() throws Exception {
    ContainerId container = host(TestEngine.AGENT, AGENT_IDLE);
    Terminal terminal = new Terminal("xterm", WindowSize.of(132, 43));
    ExecSpec spec =
        new ExecSpec(
            new Invocation.Arguments(List.of("/bin/stty", "size")),
            Environment.empty(),
            Optional.of(terminal),
            PATH);

    // Among these PIDs are a line feed and a carriage return, which terminals change.
    for (int i = 0; i < 12; i++) {
      assertThat(run(container, spec, "").out().strip()).isEqualTo("43 132");
    }
  }

  @Test
  void withNeitherShellNorAgentTheShellIsMissed() throws Exception {
    ContainerId neither = host(TestEngine.NO_SHELL, List.of("/bin/sleep", "1000"));
    ContainerId agent = host(TestEngine.AGENT, AGENT_IDLE);
    ExecSpec command =
        new ExecSpec(
            new Invocation.ShellCommand(Command.of("true")),
            Environment.empty(),
            Optional.empty(),
            PATH);

    assertShellMissing(neither, spec(PATH, "/bin/true"));
    assertShellMissing(agent, spec(Optional.empty(), "/bin/true"));
    assertShellMissing(agent, command);
  }

  private void assertShellMissing(ContainerId container, ExecSpec spec) {
    assertFailure(FailureCode.SHELL_MISSING, () -> runtime.exec(container, spec));
  }

  private static ExecSpec spec(Optional<String> agent, String... argv) {
    return new ExecSpec(
        new Invocation.Arguments(List.of(argv)), Environment.empty(), Optional.empty(), agent);
  }

  /// What a program did.
  private record Result(String out, ExitStatus status) {}

  private Result run(ContainerId container, ExecSpec spec, String stdin) throws Exception {
    RunningProgram program = runtime.exec(container, spec);
    program.stdin().write(stdin.getBytes(StandardCharsets.UTF_8));
    program.stdin().close();
    return end(program);
  }

  private static Result end(RunningProgram program) throws Exception {
    try (program) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      program.copyOutput(out, new ByteArrayOutputStream());
      return new Result(out.toString(StandardCharsets.UTF_8), program.awaitExit());
    }
  }
}
