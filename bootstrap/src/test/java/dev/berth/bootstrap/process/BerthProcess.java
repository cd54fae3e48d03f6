package dev.berth.bootstrap.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A run of `bin/berth`, whose output is gathered line by line.
final class BerthProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final Thread outReader;
  private final Thread errReader;

  private BerthProcess(Process process) {
    this.process = process;
    this.outReader = gather(process.getInputStream(), out);
    this.errReader = gather(process.getErrorStream(), err);
  }

  static BerthProcess start(String... arguments) throws IOException {
    Path command = Path.of(System.getProperty("berth.home", "target/berth"), "bin", "berth");
    List<String> line = Stream.concat(Stream.of(command.toString()), Stream.of(arguments)).toList();
    return new BerthProcess(new ProcessBuilder(line).start());
  }

  private static Thread gather(InputStream stream, List<String> lines) {
    return Thread.ofVirtual()
        .start(() -> {
          try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            reader.lines().forEach(lines::add);
          } catch (IOException | UncheckedIOException closed) {
            lines.add("(closed)");
          }
        });
  }

  /// Writes to stdin and closes it.
  BerthProcess given(String stdin) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(stdin.getBytes(UTF_8));
    }
    return this;
  }

  /// Waits for a line of stdout that holds a text.
  String line(String text) {
    await()
        .atMost(PATIENCE)
        .until(() -> !process.isAlive() || out.stream().anyMatch(line -> line.contains(text)));
    return out.stream()
        .filter(line -> line.contains(text))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + text + " in " + out + err));
  }

  /// Sends TERM. Not by [Process#destroy], which closes the streams before their end is read.
  void terminate() {
    process.toHandle().destroy();
  }

  /// From now on nobody reads what it writes: its next write fails.
  void closeStdout() throws IOException {
    process.getInputStream().close();
  }

  /// Waits for its end.
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running; it wrote " + out + err);
    }
    outReader.join();
    errReader.join();
    return process.exitValue();
  }

  List<String> out() {
    return out;
  }

  List<String> err() {
    return err;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
