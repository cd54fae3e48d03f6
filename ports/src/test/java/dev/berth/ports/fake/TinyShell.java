package dev.berth.ports.fake;

import dev.berth.domain.session.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Knows just the commands that the contract uses, one after the other with `;`: echo (also `>&2`),
/// cat, wc -c, read, exit, sleep, printenv, stty size, tty; what ends in `&` is left behind. Bytes
/// are kept by reading text as ISO 8859-1.
final class TinyShell {
  static final String TERMINAL = "/dev/pts/0";

  /// What a command has to do with.
  interface Io {
    InputStream stdinSource();

    OutputStream stdout();

    OutputStream stderr();

    Environment environment();

    /// The content of a file; nothing if there is none.
    byte[] file(String path);

    /// Something runs on in the background.
    void leaveBehind();

    /// Rows and columns.
    String windowSize();
  }

  private final Io io;

  TinyShell(Io io) {
    this.io = io;
  }

  int run(byte[] command) throws IOException, InterruptedException {
    int status = 0;
    for (String part : new String(command, StandardCharsets.ISO_8859_1).split(";", -1)) {
      List<String> words = words(part);
      if (words.isEmpty()) {
        continue;
      }
      if (words.getFirst().equals("exit")) {
        return words.size() > 1 ? Integer.parseInt(words.get(1)) & 0xff : status;
      }
      status = run(words);
    }
    return status;
  }

  private int run(List<String> words) throws IOException, InterruptedException {
    if (words.getLast().equals("&")) {
      io.leaveBehind();
      return 0;
    }
    switch (words.getFirst()) {
      case "true" -> {}
      case "echo" -> echo(words);
      case "cat" -> {
        if (words.size() > 1) {
          io.stdout().write(io.file(words.get(1)));
        } else {
          io.stdinSource().transferTo(io.stdout());
        }
      }
      case "wc" ->
          say(
              io.stdout(),
              Long.toString(io.stdinSource().transferTo(OutputStream.nullOutputStream())));
      case "read" -> readLine();
      case "sleep" -> Thread.sleep(Long.parseLong(words.get(1)) * 1000);
      case "printenv" ->
          say(io.stdout(), io.environment().variables().getOrDefault(words.get(1), ""));
      case "stty" -> say(io.stdout(), io.windowSize());
      case "tty" -> say(io.stdout(), TERMINAL);
      default -> {
        say(io.stderr(), "sh: " + words.getFirst() + ": not found");
        return 127;
      }
    }
    return 0;
  }

  private void echo(List<String> words) throws IOException {
    boolean toStderr = words.contains(">&2");
    List<String> shown = new ArrayList<>(words.subList(1, words.size()));
    shown.remove(">&2");
    say(toStderr ? io.stderr() : io.stdout(), String.join(" ", shown));
  }

  private void readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = io.stdinSource().read(); b >= 0 && b != '\n'; b = io.stdinSource().read()) {
      line.write(b);
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private static List<String> words(String part) {
    return List.of(part.strip().split(" +")).stream().filter(w -> !w.isEmpty()).toList();
  }
}
