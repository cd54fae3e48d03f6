package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.container.Invocation;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Terminal;
import dev.berth.domain.session.TerminalModes;
import dev.berth.domain.session.WindowSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The scripts, run by each shell that this machine has.
class LaunchScriptTest {
  private static final String MARKER = "berth-test:";

  static List<List<String>> shells() {
    return List.of(List.of("/bin/sh"), List.of("dash"), List.of("bash"), List.of("busybox", "ash"))
        .stream()
        .filter(shell -> onPath(shell.getFirst()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theAnnouncementNamesThePidOfTheProgram(List<String> shell) throws Exception {
    Result result = run(shell, announced("echo $$"), "");

    Announcement announcement = announcement(result.out());
    assertThat(rest(result.out())).isEqualTo(announcement.pid() + "\n");
    assertThat(announcement.stdoutInode()).matches("\\d*");
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theAnnouncementNamesTheFilesThatTheProgramHolds(List<String> shell) throws Exception {
    Result result = run(shell, announced("readlink /proc/$$/fd/1; readlink /proc/$$/fd/2"), "");

    Announcement announcement = announcement(result.out());
    assertThat(rest(result.out()).lines())
        .containsExactly(
            "pipe:[" + announcement.stdoutInode() + "]",
            "pipe:[" + announcement.stderrInode() + "]");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theProgramHasTheVariablesOfALogin(List<String> shell) throws Exception {
    String[] account = account();
    String shown = "echo \"$USER|$LOGNAME|$HOME|$SHELL\"; printenv USER LOGNAME HOME SHELL";

    Result result = run(shell, announced(shown), "");

    assertThat(rest(result.out()))
        .isEqualTo(
            String.join("|", account[0], account[0], account[5], account[6])
                + "\n"
                + String.join("\n", account[0], account[0], account[5], account[6])
                + "\n");
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aVariableThatIsSetIsLeftAsItIs(List<String> shell) throws Exception {
    Map<String, String> set =
        Map.of("USER", "alice", "LOGNAME", "", "HOME", "/srv/a b", "SHELL", "/bin/zsh");

    Result result = run(shell, announced("printenv USER LOGNAME HOME SHELL"), "", set);

    assertThat(rest(result.out())).isEqualTo("alice\n\n/srv/a b\n/bin/zsh\n");
  }

  private static String[] account() throws IOException {
    int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    return Files.readAllLines(Path.of("/etc/passwd")).stream()
        .map(line -> line.split(":", 7))
        .filter(fields -> fields[2].equals(Integer.toString(uid)))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatATerminalShowsBeforeTheProgramRunsIsNotTheProgramsOutput(List<String> shell)
      throws Exception {
    // This is no terminal, so that each word fails, as it does without a `stty`.
    TerminalModes modes = new TerminalModes(Map.of(1, 3L, 53, 0L));
    Terminal terminal = new Terminal("xterm", WindowSize.of(80, 24), modes);
    List<String> argv =
        LaunchScript.announced(
            MARKER, Optional.of(terminal), new Invocation.ShellCommand(Command.of("echo hello")));

    Result result = run(shell, argv, "\n");
    assertThat(result.err()).isEmpty();
    OutputReader output = reader(result.out());
    Announcement.read(output, MARKER);
    Announcement.readReady(output, MARKER);

    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    output.copy(rest, rest);
    assertThat(rest).hasToString("hello\n");
  }

  @Test
  void theEchoOfTheGoAheadIsSkippedHoweverTheTerminalIsSet() throws Exception {
    for (String echo : List.of("\r\n", "\n", "", "^J\r\n")) {
      OutputReader output = reader(echo + MARKER + "\r\nfirst");
      Announcement.readReady(output, MARKER);
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      output.copy(rest, rest);
      assertThat(rest).hasToString("first");
    }
    assertThatThrownBy(() -> Announcement.readReady(reader("\r\nanything"), MARKER))
        .isInstanceOf(Announcement.NotLaunched.class);
  }

  @Test
  void aContainersOwnCommandSetsItsTerminalFirst() {
    Terminal terminal = new Terminal("xterm", WindowSize.of(80, 24));
    Invocation command = new Invocation.ShellCommand(Command.of("vi"));
    Invocation program = new Invocation.Arguments(List.of("/bin/bash"));

    assertThat(LaunchScript.own(command, Optional.empty()))
        .containsExactly("/bin/sh", "-c", "--", "vi");
    assertThat(LaunchScript.own(command, Optional.of(terminal)))
        .startsWith("/bin/sh", "-c")
        .endsWith("sh", "", "rows:24 cols:80", "/bin/sh", "-c", "--", "vi");
    assertThat(LaunchScript.own(program, Optional.of(terminal))).containsExactly("/bin/bash");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void stdinIsLeftToTheProgram(List<String> shell) throws Exception {
    Result result = run(shell, announced("wc -c; exit 3"), "12345\n789");

    assertThat(rest(result.out()).strip()).isEqualTo("9");
    assertThat(result.code()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void oddCommandsAreRunAsTheyAre(List<String> shell) throws Exception {
    assertThat(run(shell, announced(""), "").code()).isZero();
    assertThat(run(shell, announced(" "), "").code()).isZero();
    assertThat(run(shell, announced(">/nonexistent/x"), "").code()).isNotZero();
    assertThat(run(shell, announced("-x"), "").code()).isEqualTo(127);
    assertThat(run(shell, announced("--; exit 4"), "").code()).isEqualTo(4);
    assertThat(
            rest(run(shell, announced("echo '" + "e".repeat(100_000) + "' | wc -c"), "").out())
                .strip())
        .isEqualTo("100001");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void argumentsAreNotInterpreted(List<String> shell) throws Exception {
    List<String> argv =
        LaunchScript.announced(
            MARKER,
            Optional.empty(),
            new Invocation.Arguments(List.of("printf", "%s|", "$HOME", "a b", "*")));

    assertThat(rest(run(shell, argv, "").out())).isEqualTo("$HOME|a b|*|");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theUsersVariablesAreLeftAsTheyAre(List<String> shell) throws Exception {
    Result result =
        run(
            shell,
            announced("echo \"$a$b$c$e$i$k$l$m$n$o$p$r$s$v\""),
            "",
            Map.ofEntries(
                Map.entry("a", "1"),
                Map.entry("c", "2"),
                Map.entry("e", "3"),
                Map.entry("k", "4"),
                Map.entry("m", "5"),
                Map.entry("o", "6"),
                Map.entry("p", "7"),
                Map.entry("v", "8")));

    assertThat(rest(result.out())).isEqualTo("12345678\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void commandsThatAreNotTextArePutTogetherByteForByte(List<String> shell) throws Exception {
    Random random = new Random(7);
    for (int length : new int[] {1, 17, 300, 16_384, 16_385, 100_000}) {
      byte[] literal = new byte[length];
      random.nextBytes(literal);
      for (int i = 0; i < length; i++) {
        if (literal[i] == 0 || literal[i] == '\'') {
          literal[i] = '\n';
        }
      }
      literal[0] = (byte) 0xff;
      byte[] command =
          concat("printf %s '".getBytes(StandardCharsets.UTF_8), literal, new byte[] {'\''});

      byte[] out =
          runBytes(shell, LaunchScript.plain(new Invocation.ShellCommand(new Command(command))));

      assertThat(out).as("length %d", length).isEqualTo(literal);
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void newlinesAtTheEndOfACommandThatIsNotTextStay(List<String> shell) throws Exception {
    byte[] command = concat(new byte[] {':', ' ', (byte) 0xe9, '\n', 'p', 'w', 'd', '\n', '\n'});

    assertThat(
            run(shell, LaunchScript.plain(new Invocation.ShellCommand(new Command(command))), "")
                .code())
        .isZero();
  }

  @Test
  void aCommandLongerThanAnyProgramCanBeGivenIsRefused() {
    Invocation tooLong = new Invocation.ShellCommand(Command.of("x".repeat(131_072)));

    assertThatThrownBy(() -> LaunchScript.plain(tooLong))
        .isInstanceOfSatisfying(
            GatewayException.class,
            refused -> assertThat(refused.code()).isEqualTo(FailureCode.BAD_REQUEST));
  }

  @Test
  void theOutputBeforeTheAnnouncementIsKept() throws Exception {
    byte[] wire =
        concat(
            OutputReaderTest.frame(1, "warn"),
            OutputReaderTest.frame(2, "loader: error\n"),
            OutputReaderTest.frame(1, "ing\nberth-"),
            OutputReaderTest.frame(1, "test:42,7,8,\nhello"));
    OutputReader reader =
        new OutputReader(new InputBuffer(new java.io.ByteArrayInputStream(wire), 5, 5), true);

    Announcement found = Announcement.read(reader, MARKER);

    assertThat(found.pid()).isEqualTo(42);
    assertThat(found.stdoutInode()).isEqualTo("7");
    assertThat(found.stderrInode()).isEqualTo("8");
    assertThat(found.earlyStdout().utf8()).isEqualTo("warning\n");
    assertThat(found.earlyStderr().utf8()).isEqualTo("loader: error\n");
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    reader.copy(rest, rest);
    assertThat(rest).hasToString("hello");
  }

  private static List<String> announced(String command) {
    return LaunchScript.announced(
        MARKER, Optional.empty(), new Invocation.ShellCommand(Command.of(command)));
  }

  private static Announcement announcement(String out) throws IOException {
    return Announcement.read(reader(out), MARKER);
  }

  private static OutputReader reader(String out) {
    byte[] bytes = out.getBytes(StandardCharsets.UTF_8);
    return new OutputReader(new InputBuffer(new java.io.ByteArrayInputStream(bytes), 9, 9), false);
  }

  private static String rest(String out) {
    assertThat(out).startsWith(MARKER);
    return out.substring(out.indexOf('\n') + 1);
  }

  record Result(int code, String out, String err) {}

  static Result run(List<String> shell, List<String> argv, String stdin) throws Exception {
    return run(shell, argv, stdin, Map.of());
  }

  /// Runs what is meant for `/bin/sh` with another shell, also where it starts `/bin/sh` itself.
  static Result run(
      List<String> shell, List<String> argv, String stdin, Map<String, String> environment)
      throws Exception {
    Process process = start(shell, argv, environment);
    try (var input = process.getOutputStream()) {
      input.write(stdin.getBytes(StandardCharsets.UTF_8));
    } catch (IOException notRead) {
      // A program that ends early does not read.
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, err);
  }

  private static byte[] runBytes(List<String> shell, List<String> argv) throws Exception {
    Process process = start(shell, argv, Map.of());
    process.getOutputStream().close();
    return process.getInputStream().readAllBytes();
  }

  private static Process start(
      List<String> shell, List<String> argv, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    int at = 0;
    for (String argument : argv) {
      if (LaunchScript.SHELL.equals(argument) && (at == 0 || at >= 5)) {
        command.addAll(shell);
      } else {
        command.add(argument);
      }
      at++;
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    List.of("USER", "LOGNAME", "HOME", "SHELL").forEach(builder.environment()::remove);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static boolean onPath(String program) {
    for (String directory : List.of("/", "/bin", "/usr/bin", "/usr/local/bin")) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
