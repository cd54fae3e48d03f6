package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// ssh ends as the program did.
final class ExitStatusE2E extends InBothModes {
  private static final List<Integer> SOME =
      List.of(0, 1, 2, 3, 63, 64, 100, 125, 126, 127, 128, 129, 130, 137, 143, 192, 254, 255);

  private final Map<Mode, List<Outcome>> outcomes = new EnumMap<>(Mode.class);

  /// Programs whose only output is a short line on stderr, right before they end. In connection
  /// mode there are two of each exit status.
  private List<Integer> statuses() {
    return mode == Mode.CONNECTION
        ? IntStream.range(0, 512).map(i -> i % 256).boxed().toList()
        : SOME;
  }

  private synchronized List<Outcome> outcomes() throws Exception {
    if (!outcomes.containsKey(mode)) {
      outcomes.put(mode, runAll());
    }
    return outcomes.getOrDefault(mode, List.of());
  }

  /// Some at once, on a few connections.
  private List<Outcome> runAll() throws Exception {
    List<SharedConnection> connections = new ArrayList<>();
    try (ExecutorService users = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 3; i++) {
        connections.add(clients().connect());
      }
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (int status : statuses()) {
        SharedConnection connection = connections.get(calls.size() % connections.size());
        calls.add(() -> connection.ssh("echo ended with " + status + " >&2; exit " + status));
      }
      List<Outcome> all = new ArrayList<>();
      for (Future<Outcome> call : users.invokeAll(calls)) {
        all.add(call.get());
      }
      return all;
    } finally {
      connections.forEach(SharedConnection::close);
    }
  }

  @Test
  void everyExitStatusIsRight() throws Exception {
    assertThat(outcomes().stream().map(Outcome::status)).isEqualTo(statuses());
  }

  @Test
  void noShortLineOnStderrIsLost() throws Exception {
    assertThat(outcomes().stream().map(Outcome::err))
        .isEqualTo(statuses().stream().map(status -> "ended with " + status + "\n").toList());
  }

  @Test
  void aCommandThatIsNotFoundIs127() {
    Outcome outcome = ssh("no-such-command");

    assertThat(outcome.status()).isEqualTo(127);
    assertThat(outcome.err()).contains("no-such-command", "not found");
  }

  @Test
  void aFileThatCannotBeExecutedIs126() {
    Outcome outcome = ssh("/etc/passwd");

    assertThat(outcome.status()).isEqualTo(126);
    assertThat(outcome.err()).contains("/etc/passwd");
  }

  @Test
  void aProgramThatASignalKillsIs128AndTheSignal() {
    assertThat(ssh("kill -KILL $$").status()).isEqualTo(137);
    assertThat(ssh("kill -TERM $$").status()).isEqualTo(143);
  }

  @Test
  void aPipelinesStatusIsItsLastCommands() {
    assertThat(ssh("exit 3 | exit 4").status()).isEqualTo(4);
  }

  @Test
  void aRedirectionThatFailsIsTold() {
    Outcome outcome = ssh(">/no/such/folder/file");

    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.err()).contains("/no/such/folder/file");
  }

  @Test
  void theFirstProgramOfAConnectionAndTheLastHaveTheirStatus() {
    assertThat(ssh("exit 42").status()).isEqualTo(42);
  }
}
