package dev.berth.bootstrap.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A terminal window in which `ssh -t h` runs, as a person has it: a pseudo-terminal made by
/// script(1), which can be typed into and resized.
final class TerminalWindow implements AutoCloseable {
  private final Path folder = Scratch.folder("window");
  private final ClientProcess script;

  /// Opens a window.
  ///
  /// @param type the terminal's type, `TERM`
  /// @param arguments of `ssh -t h`
  TerminalWindow(SshClients clients, int columns, int rows, String type, String... arguments) {
    this(clients, columns, rows, type, "sane", arguments);
  }

  /// Opens a window whose terminal is set in a way of its own.
  ///
  /// @param modes words for `stty`
  TerminalWindow(
      SshClients clients, int columns, int rows, String type, String modes, String[] arguments) {
    Path inside = folder.resolve("inside");
    List<String> ssh = clients.with("RequestTTY force").line(arguments);
    try {
      Files.writeString(
          inside,
          "stty cols %d rows %d %s; tty >%s; export TERM=%s; exec %s"
              .formatted(columns, rows, modes, folder.resolve("tty"), type, quoted(ssh)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    script =
        ClientProcess.start(
            List.of("script", "-q", "-e", "-f", "-c", "exec sh " + inside, "/dev/null"));
  }

  private static String quoted(List<String> words) {
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      line.append('\'').append(word.replace("'", "'\\''")).append("' ");
    }
    return line.toString();
  }

  /// Gives the window another size, as dragging its corner does.
  void resize(int columns, int rows) {
    ClientProcess.shell(
            "stty -F \"$(cat %s)\" cols %d rows %d".formatted(folder.resolve("tty"), columns, rows))
        .end()
        .succeeded();
  }

  TerminalWindow type(String text) {
    script.write(text);
    return this;
  }

  /// Waits until the window shows a text.
  String awaitText(String text) {
    return script.awaitOut(text);
  }

  /// Waits until ssh has ended.
  Outcome await() {
    return script.await();
  }

  @Override
  public void close() {
    script.close();
  }
}
