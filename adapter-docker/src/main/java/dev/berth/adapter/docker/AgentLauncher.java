package dev.berth.adapter.docker;

import dev.berth.adapter.docker.Announcement.NotLaunched;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okio.ByteString;

/// ContainerSSH's guest agent, for images that have it and no shell: `agent console [--wait] --pid
/// -- PROGRAM ARGUMENT...`. With `--wait` it waits for a byte; then it says its PID in four bytes,
/// the lowest first, and becomes the program.
///
/// @param path the agent
record AgentLauncher(String path) implements Launcher {
  /// What a terminal shows of the go-ahead.
  private static final byte[] ECHO = {'\r', '\n'};

  private static final int PID_BYTES = 4;

  /// No kernel gives a larger PID, and no text has such bytes.
  private static final long LARGEST_PID = 1L << 22;

  @Override
  public List<String> argv(Optional<Terminal> terminal, Invocation invocation) {
    List<String> argv = new ArrayList<>(List.of(path, "console"));
    if (terminal.isPresent()) {
      argv.add("--wait");
    }
    argv.addAll(List.of("--pid", "--"));
    argv.addAll(LaunchScript.plain(invocation));
    return argv;
  }

  @Override
  public Optional<String> mark() {
    return Optional.empty();
  }

  @Override
  public Announcement launch(Launching launching, Sizing sizing)
      throws IOException, InterruptedException {
    boolean terminal = launching.exec().terminal();
    if (terminal) {
      setSize(sizing);
      OutputStream go = launching.stream().output();
      go.write('\n');
      go.flush();
      Input input = new Input(launching.output());
      for (byte shown : ECHO) {
        if (input.next() != shown) {
          throw input.notLaunched();
        }
      }
    }
    return readPid(launching.output(), terminal);
  }

  static Announcement readPid(OutputReader output, boolean terminal) throws IOException {
    Input input = new Input(output);
    long pid = 0;
    for (int i = 0; i < PID_BYTES; i++) {
      pid |= ((long) (terminal ? input.nextOfTerminal() : input.next())) << (8 * i);
    }
    if (pid < 1 || pid > LARGEST_PID) {
      throw input.notLaunched();
    }
    return new Announcement(
        pid, "", "", ByteString.EMPTY, ByteString.of(input.stderr.toByteArray()));
  }

  /// The engine refuses a size until the agent runs, which nothing tells.
  private static void setSize(Sizing sizing) throws InterruptedException {
    Backoff backoff = new Backoff(Duration.ofMillis(50));
    for (int attempt = 0; attempt < 8; attempt++) {
      try {
        sizing.run();
        return;
      } catch (GatewayException notYet) {
        backoff.pause();
      }
    }
  }

  @Override
  public InContainer inside(Engine engine, ContainerId container, Duration deadline) {
    return new ContainerAgent(engine, container, deadline, path);
  }

  /// The agent's output, byte by byte.
  private static final class Input {
    private static final int MOST_TEXT = 4096;

    private final OutputReader output;
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private int kept = -1;

    Input(OutputReader output) {
      this.output = output;
    }

    int next() throws IOException {
      while (stderr.size() < MOST_TEXT && Announcement.advance(output)) {
        byte b = output.array()[output.offset()];
        output.consume(1);
        if (!output.isStderr()) {
          stdout.write(b);
          return b & 0xff;
        }
        stderr.write(b);
      }
      throw notLaunched();
    }

    /// A terminal puts a carriage return before each line feed, of which a PID may have some.
    int nextOfTerminal() throws IOException {
      int b = kept >= 0 ? kept : next();
      kept = -1;
      if (b == '\r') {
        int following = next();
        if (following == '\n') {
          return following;
        }
        kept = following;
      }
      return b;
    }

    /// With all that was said instead.
    NotLaunched notLaunched() {
      while (stdout.size() + stderr.size() < MOST_TEXT && Announcement.advance(output)) {
        (output.isStderr() ? stderr : stdout).write(output.array()[output.offset()]);
        output.consume(1);
      }
      return new NotLaunched(
          stdout.toString(StandardCharsets.UTF_8), stderr.toString(StandardCharsets.UTF_8));
    }
  }
}
