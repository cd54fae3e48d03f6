package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// A process on the user's side, whose output is gathered. It does not outlive its time or its
/// test.
final class ClientProcess implements AutoCloseable {
  /// More than anything takes on a machine that is busy with other things.
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<String> line;
  private final Process process;
  private final Gathered out;
  private final Gathered err;

  private ClientProcess(List<String> line, Process process) {
    this.line = line;
    this.process = process;
    this.out = new Gathered(process.getInputStream());
    this.err = new Gathered(process.getErrorStream());
  }

  static ClientProcess start(List<String> line) {
    return start(line, new ProcessBuilder(line));
  }

  static ClientProcess start(List<String> line, ProcessBuilder builder) {
    try {
      return new ClientProcess(line, builder.start());
    } catch (IOException missing) {
      throw new UncheckedIOException(
          "cannot run " + line.getFirst() + "; ./verify installs what these tests need", missing);
    }
  }

  /// Runs a script of POSIX shell.
  static ClientProcess shell(String script) {
    return start(List.of("/bin/sh", "-c", script));
  }

  long pid() {
    return process.pid();
  }

  /// Writes to stdin.
  ClientProcess write(String text) {
    try {
      process.getOutputStream().write(text.getBytes(UTF_8));
      process.getOutputStream().flush();
      return this;
    } catch (IOException ended) {
      throw new AssertionError("nobody reads: " + this, ended);
    }
  }

  /// Feeds stdin in the background, then closes it.
  ClientProcess feed(byte[] bytes) {
    Thread.startVirtualThread(() -> {
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(bytes);
      } catch (IOException notWanted) {
        // The process ended before it had read all: whether it may, the test knows.
      }
    });
    return this;
  }

  /// Waits until stdout holds a text.
  String awaitOut(String text) {
    return await(text, out);
  }

  /// Waits until stderr holds a text.
  String awaitErr(String text) {
    return await(text, err);
  }

  private String await(String text, Gathered stream) {
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> stream.text().contains(text) || stream.complete());
    } catch (ConditionTimeoutException late) {
      throw new AssertionError("no \"" + text + "\" in time: " + this, late);
    }
    if (!stream.text().contains(text)) {
      throw new AssertionError("no \"" + text + "\": " + this);
    }
    return stream.text();
  }

  /// Stdout so far.
  String outSoFar() {
    return out.text();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Sends it a signal, by its name without SIG.
  void signal(String name) {
    signal(name, process.pid());
  }

  static void signal(String name, long pid) {
    try (ClientProcess kill = start(List.of("/bin/kill", "-" + name, Long.toString(pid)))) {
      kill.end().succeeded();
    }
  }

  /// Closes stdin and waits for the end.
  Outcome end() {
    try {
      process.getOutputStream().close();
    } catch (IOException closed) {
      // It has ended already.
    }
    return await();
  }

  /// Waits for the end.
  Outcome await() {
    return await(PATIENCE);
  }

  Outcome await(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("not ended after " + limit + ": " + this);
      }
      out.join(limit);
      err.join(limit);
    } catch (InterruptedException stop) {
      throw new AssertionError("interrupted: " + this, stop);
    } finally {
      close();
    }
    return new Outcome(process.exitValue(), out.bytes(), err.text());
  }

  @Override
  public void close() {
    kill();
  }

  /// Ends it and its children, if they still run.
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /// The first child, for a process that runs another one.
  long childPid() {
    Awaitility.await().atMost(PATIENCE).until(() -> process.children().findFirst().isPresent());
    return process.children().findFirst().orElseThrow().pid();
  }

  @Override
  public String toString() {
    String command = String.join(" ", line);
    return (command.length() > 500 ? command.substring(0, 500) + "..." : command)
        + (process.isAlive() ? " (running)" : " (exit " + process.exitValue() + ")")
        + "\nstdout: "
        + end(out.text())
        + "\nstderr: "
        + end(err.text());
  }

  private static String end(String text) {
    return text.length() > 4000 ? "..." + text.substring(text.length() - 4000) : text;
  }

  static Path program(String name) {
    return Path.of("/usr/bin", name);
  }

  /// A stream's bytes, gathered on a thread of its own.
  private static final class Gathered {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread thread;

    Gathered(InputStream stream) {
      thread =
          Thread.startVirtualThread(() -> {
            try (stream) {
              stream.transferTo(bytes);
            } catch (IOException closed) {
              // The process was ended.
            }
          });
    }

    boolean complete() {
      return !thread.isAlive();
    }

    void join(Duration limit) throws InterruptedException {
      if (!thread.join(limit)) {
        throw new AssertionError("a child of the process holds its output");
      }
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    String text() {
      return bytes.toString(UTF_8);
    }
  }
}
