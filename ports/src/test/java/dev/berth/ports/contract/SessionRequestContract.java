package dev.berth.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.RunningProgram;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a session's requests come to in every container engine: variables, terminals, signals.
public interface SessionRequestContract {
  /// The engine.
  ContainerRuntime runtime();

  /// An image that it has, with a `/bin/sh`.
  ImageReference image();

  @AfterEach
  default void nothingIsLeft() throws InterruptedException {
    for (var left : runtime().list(Workbench.mine())) {
      runtime().remove(left.id());
    }
  }

  @Test
  default void environmentReachesTheProgram() throws Exception {
    ExecSpec spec =
        new ExecSpec(
            new Invocation.ShellCommand(Command.of("printenv GREETING")),
            Environment.empty().with("GREETING", "hello = world"),
            Optional.empty());

    assertThat(bench().exec(spec, "").out()).isEqualTo("hello = world\n");
  }

  @Test
  default void aTerminalHasItsSizeFromTheStart() throws Exception {
    Workbench.Result result = bench().exec(Workbench.atTerminal("stty size"), "");

    assertThat(result.out().strip()).isEqualTo("43 132");
  }

  @Test
  default void aTerminalCanBeResized() throws Exception {
    ExecSpec spec =
        new ExecSpec(
            new Invocation.ShellCommand(Command.of("read line; stty size")),
            Environment.empty(),
            Optional.of(new Terminal("xterm", WindowSize.of(80, 24))));
    bench()
        .inHost(id -> {
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
    bench()
        .inHost(id -> {
          for (String name : List.of("TERM", "KILL", "HUP", "INT", "ABRT", "USR1@example.com")) {
            RunningProgram program = runtime().exec(id, Workbench.shell("sleep 60"));
            program.signal(new Signal(name));
            assertThat(Workbench.collect(program, new byte[0]).status())
                .isEqualTo(Workbench.signalled(name));
          }
        });
  }

  @Test
  default void aSignalThatEndsNothingIsDelivered() throws Exception {
    bench()
        .inHost(id -> {
          RunningProgram program = runtime().exec(id, Workbench.shell("read line; exit 6"));
          program.signal(new Signal("WINCH"));
          assertThat(Workbench.collect(program, "\n".getBytes(StandardCharsets.UTF_8)).status())
              .isEqualTo(new ExitStatus.Exited(6));
        });
  }

  @Test
  default void aSignalThatCannotBeDeliveredFails() throws Exception {
    bench()
        .inHost(id -> {
          RunningProgram program = runtime().exec(id, Workbench.shell("cat"));
          assertThatThrownBy(() -> program.signal(new Signal("NOSUCH@example.com")))
              .isInstanceOf(GatewayException.class);
          assertThat(Workbench.collect(program, new byte[0]).status())
              .isEqualTo(new ExitStatus.Exited(0));
          assertThatThrownBy(() -> program.signal(Signal.TERM))
              .isInstanceOf(GatewayException.class);
        });
  }

  @Test
  default void whatAProgramLeavesBehindIsFoundUntilItIsEnded() throws Exception {
    bench()
        .inHost(id -> {
          RunningProgram other = runtime().exec(id, Workbench.shell("cat"));
          RunningProgram program =
              runtime().exec(id, Workbench.shell("sleep 60 </dev/null >/dev/null 2>&1 &"));
          List<ProgramMark> ended = program.mark().stream().toList();
          assertThat(Workbench.collect(program, new byte[0]).status())
              .isEqualTo(new ExitStatus.Exited(0));

          assertThat(runtime().signalRemains(id, ended, new Signal("WINCH"))).isTrue();
          assertThat(runtime().signalRemains(id, ended, Signal.KILL)).isTrue();
          assertThat(runtime().signalRemains(id, ended, Signal.KILL)).isFalse();

          assertThat(Workbench.collect(other, new byte[0]).status())
              .isEqualTo(new ExitStatus.Exited(0));
        });
  }

  @Test
  default void aContainersOwnProgramCanBeSignalled() throws Exception {
    ContainerId id =
        runtime().create(bench().single(new Invocation.ShellCommand(Command.of("sleep 60"))));
    RunningProgram program = runtime().startSingle(id, Optional.empty());

    program.signal(Signal.KILL);

    assertThat(Workbench.collect(program, new byte[0]).status())
        .isEqualTo(Workbench.signalled("KILL"));
  }

  @Test
  default void aContainersOwnProgramCannotBeSentWhatCannotBeDelivered() throws Exception {
    ContainerId id =
        runtime().create(bench().single(new Invocation.ShellCommand(Command.of("cat"))));
    RunningProgram program = runtime().startSingle(id, Optional.empty());

    assertThatThrownBy(() -> program.signal(new Signal("NOSUCH@example.com")))
        .isInstanceOf(GatewayException.class);
    assertThat(Workbench.collect(program, new byte[0]).status())
        .isEqualTo(new ExitStatus.Exited(0));
    bench().awaitNothingLeft();
    assertThatThrownBy(() -> program.signal(Signal.TERM)).isInstanceOf(GatewayException.class);
  }

  @Test
  default void aProgramKnowsItsUserAndItsTerminal() throws Exception {
    assertThat(bench().exec(Workbench.atTerminal("printenv USER; printenv LOGNAME"), "").out())
        .isEqualToNormalizingNewlines("root\nroot\n");
    List<String> names =
        bench().exec(Workbench.atTerminal("printenv SSH_TTY; tty"), "").out().lines().toList();
    assertThat(names).hasSize(2);
    assertThat(names.getFirst()).isEqualTo(names.getLast()).startsWith("/dev/");
  }

  @Test
  default void aContainersOwnProgramKnowsItsUserAndItsTerminal() throws Exception {
    String command = "printenv USER; printenv LOGNAME; printenv SSH_TTY; tty";
    ExecSpec wanted = Workbench.atTerminal(command);
    ContainerId id = runtime().create(bench().single(wanted.invocation(), wanted.terminal()));

    Workbench.Result result =
        Workbench.collect(runtime().startSingle(id, wanted.terminal()), new byte[0]);

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

    assertThat(bench().exec(spec, "").out()).isEqualTo("alice\nroot\n");
  }

  @Test
  default void aContainersOwnTerminalHasItsSizeBeforeACommandRuns() throws Exception {
    ExecSpec wanted = Workbench.atTerminal("stty size");
    ContainerId id = runtime().create(bench().single(wanted.invocation(), wanted.terminal()));

    Workbench.Result result =
        Workbench.collect(runtime().startSingle(id, wanted.terminal()), new byte[0]);

    assertThat(result.out().strip()).isEqualTo("43 132");
  }

  private Workbench bench() {
    return new Workbench(runtime(), image());
  }
}
