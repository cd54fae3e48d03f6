package dev.berth.bootstrap.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A person's terminal, in tmux, which understands what full-screen programs send: its screen is
/// what a person would see.
final class FullScreenE2E extends InBothModes {
  private static final AtomicInteger SERVERS = new AtomicInteger();

  /// Of a server for each test: one that was told to go takes new sessions until it has gone.
  private String socket = "none";

  private void open(int columns, int rows) {
    socket = "berth-e2e-" + ProcessHandle.current().pid() + "-" + SERVERS.incrementAndGet();
    String command = String.join(" ", clients().with("RequestTTY force").line());
    tmux("new-session", "-d", "-x", "" + columns, "-y", "" + rows, command);
  }

  private Outcome tmux(String... arguments) {
    List<String> line = new ArrayList<>(List.of("tmux", "-L", socket, "-f", "/dev/null"));
    line.addAll(List.of(arguments));
    try (ClientProcess tmux = ClientProcess.start(line)) {
      return tmux.end();
    }
  }

  private void type(String... keys) {
    List<String> all = new ArrayList<>(List.of("send-keys"));
    all.addAll(List.of(keys));
    tmux(all.toArray(String[]::new)).succeeded();
  }

  private String screen() {
    return tmux("capture-pane", "-p").text();
  }

  private void awaitScreen(String text) {
    Awaitility.await()
        .alias("\"" + text + "\" on the screen")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(this::screen, screen -> screen.contains(text));
  }

  @AfterEach
  void close() {
    tmux("kill-server");
  }

  @Test
  void anEditorTakesTheWholeScreenAndGivesItBack() {
    open(90, 25);
    type("echo be''fore", "Enter");
    awaitScreen("before");
    type("vi /tmp/file", "Enter");
    awaitScreen("/tmp/file");
    type("ihello");
    awaitScreen("hello");
    type("Escape");
    // vi waits a moment after an escape, which could begin a longer sequence.
    awaitScreen("- /tmp/file");
    type(":");
    awaitScreen("\n:");
    type("wq", "Enter");
    awaitScreen("before");
    type("cat /tmp/file; stty size", "Enter");
    awaitScreen("hello\n25 90\n");
    type("exit", "Enter");
  }

  @Test
  void jobsAreStoppedContinuedInterruptedAndEndedByKeys() {
    open(80, 24);
    type("echo rea''dy; sleep 1000", "Enter");
    awaitScreen("ready");
    type("C-z");
    awaitScreen("Stopped");
    type("fg", "Enter");
    awaitScreen("\nsleep 1000");
    type("C-c");
    type("echo status $?", "Enter");
    awaitScreen("status 130");
    type("cat; echo 'en''d of file'", "Enter");
    type("some text", "Enter");
    awaitScreen("some text\nsome text\n");
    type("C-d");
    awaitScreen("end of file");
    type("C-d");
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> tmux("list-sessions").status() != 0);
  }

  @Test
  void theProgramSeesTheWindowsNewSize() {
    open(80, 24);
    type("while sleep 0.1; do stty size; done", "Enter");
    awaitScreen("\n24 80\n");
    tmux("resize-window", "-x", "61", "-y", "17").succeeded();
    awaitScreen("\n17 61\n");
  }
}
