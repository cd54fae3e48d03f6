package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/// A gateway as an operator runs it: the distribution's `bin/berth run`. Closing it sends TERM and
/// checks that it ends in order and leaves no container.
final class GatewayProcess implements AutoCloseable {
  /// The distribution.
  static final Path HOME = Path.of(System.getProperty("berth.home", "target/berth"));

  private static final Pattern READY =
      Pattern.compile("GATEWAY_READY.*127\\.0\\.0\\.1:(\\d+)\\D.*\n");

  /// What a library caught and nobody should have thrown.
  private static final Pattern MISTAKE =
      Pattern.compile(
          "LIBRARY.*(NullPointer|IllegalState|IllegalArgument|ClassCast|IndexOutOfBounds)Exception");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Settings settings;
  private final Path folder;
  private final Process process;
  private final int port;

  private GatewayProcess(Settings settings, Path folder, Process process) {
    this.settings = settings;
    this.folder = folder;
    this.process = process;
    this.port = awaitPort();
  }

  /// Starts a gateway and waits until clients can connect.
  ///
  /// @param jvmOptions more options for its JVM
  static GatewayProcess start(Settings settings, String... jvmOptions) {
    Path folder = Scratch.folder("gateway");
    ProcessBuilder builder = command("run", "--config", settings.write(folder).toString());
    builder.environment().put("BERTH_JAVA_OPTS", String.join(" ", jvmOptions));
    builder.redirectOutput(folder.resolve("log").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    try {
      return new GatewayProcess(settings, folder, builder.start());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot run " + builder.command(), failure);
    }
  }

  /// `bin/berth` with arguments, on the JDK that runs this test.
  static ProcessBuilder command(String... arguments) {
    List<String> line = new ArrayList<>(List.of(HOME.resolve("bin/berth").toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("BERTH_JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  /// Runs `berth` with these arguments and an empty input, to its end.
  static Outcome berth(String... arguments) {
    ProcessBuilder builder = command(arguments);
    return ClientProcess.start(builder.command(), builder).end();
  }

  /// From the log, which says it in either format.
  private int awaitPort() {
    try {
      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !process.isAlive() || READY.matcher(logText()).find());
      Matcher ready = READY.matcher(logText());
      if (!ready.find()) {
        throw new AssertionError("the gateway did not start\n" + this);
      }
      return Integer.parseInt(ready.group(1));
    } catch (AssertionError | RuntimeException failure) {
      process.destroyForcibly();
      throw failure;
    }
  }

  int port() {
    return port;
  }

  long pid() {
    return process.pid();
  }

  /// Gives it another configuration, and has it read that.
  ///
  /// @return the log line that tells what came of it
  JsonNode reload(Settings other) {
    int before = reloads().size();
    other.write(folder);
    ClientProcess.signal("HUP", pid());
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || reloads().size() > before);
    return reloads().getLast();
  }

  private List<JsonNode> reloads() {
    List<JsonNode> all = new ArrayList<>(log("CONFIGURATION_RELOADED"));
    all.addAll(log("CONFIGURATION_REFUSED"));
    all.sort(Comparator.comparing(line -> line.path("timestamp").asText()));
    return all;
  }

  /// Where its files are.
  Path folder() {
    return folder;
  }

  /// Its configuration file.
  Path config() {
    return settings.write(folder);
  }

  /// A client whose host `h` is this gateway.
  SshClients clients() {
    return new SshClients(port, folder);
  }

  /// The label of this gateway's containers.
  String label() {
    return Settings.LABEL + "=" + settings.id();
  }

  List<JsonNode> containers() {
    return Engine.containers(label());
  }

  /// The only container that this gateway has.
  JsonNode container() {
    List<JsonNode> all = containers();
    assertThat(all).as("containers of the gateway").hasSize(1);
    return Engine.inspect(all.getFirst().path("Id").asText());
  }

  /// Waits until the gateway has as many containers.
  void awaitContainers(int count) {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .untilAsserted(() -> assertThat(containers()).as(this::toString).hasSize(count));
  }

  /// The ids of those containers that run.
  Set<String> running() {
    return containers().stream()
        .filter(container -> container.path("State").asText().equals("running"))
        .map(container -> container.path("Id").asText())
        .collect(Collectors.toSet());
  }

  /// Waits until as many run.
  void awaitRunning(int count) {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .untilAsserted(() -> assertThat(running()).as(this::toString).hasSize(count));
  }

  /// The log so far.
  String logText() {
    return text("log");
  }

  /// The log lines with a code, so far.
  List<JsonNode> log(String code) {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : logText().lines().toList()) {
      if (line.startsWith("{") && line.endsWith("}") && line.contains("\"" + code + "\"")) {
        JsonNode fields = parse(line);
        if (fields.path("code").asText().equals(code)) {
          lines.add(fields);
        }
      }
    }
    return lines;
  }

  /// Waits for a log line.
  JsonNode await(String code, Predicate<JsonNode> wanted) {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !process.isAlive() || log(code).stream().anyMatch(wanted));
    return log(code).stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such " + code + "\n" + this));
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException failure) {
      throw new UncheckedIOException(line, failure);
    }
  }

  private String text(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Ends it as the kernel would when memory runs out.
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /// Sends TERM.
  void terminate() {
    process.destroy();
  }

  int awaitExit() {
    try {
      if (!process.waitFor(ClientProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running\n" + this);
      }
      return process.exitValue();
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }

  @Override
  public void close() {
    terminate();
    int exit = awaitExit();
    assertThat(exit).as("exit code; %s", this).isEqualTo(log("SESSIONS_CUT").isEmpty() ? 0 : 3);
    assertThat(containers())
        .filteredOn(left -> !"persistent".equals(left.path("Labels").path("berth.mode").asText()))
        .as("containers left behind; %s", this)
        .isEmpty();
    assertThat(logText()).doesNotContain("INTERNAL_ERROR").doesNotContainPattern(MISTAKE);
    assertThat(text("err")).isEmpty();
  }

  @Override
  public String toString() {
    String log = logText();
    return "gateway "
        + folder
        + " wrote\n"
        + text("err")
        + log.substring(Math.max(0, log.length() - 20_000));
  }
}
