package dev.berth.bootstrap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where a new password comes from: a person at a terminal, or one line of a pipe.
final class PasswordSource {
  /// The longest line that is read, in bytes: no password is longer.
  private static final int MAX_LINE = 4096;

  private final InputStream in;
  private final @Nullable Console console;

  /// A source.
  ///
  /// @param in for the line of a pipe
  /// @param console to ask at, if there is one
  PasswordSource(InputStream in, @Nullable Console console) {
    this.in = in;
    this.console = console != null && console.isTerminal() ? console : null;
  }

  /// The source of this process.
  static PasswordSource ofThisProcess() {
    return new PasswordSource(System.in, System.console());
  }

  /// Reads or asks for a password.
  ///
  /// @param fromStdin whether to read a line even at a terminal
  /// @throws UnusablePasswordException if it is empty, too long or no text, or differs when typed
  ///   again
  char[] read(boolean fromStdin) throws IOException {
    char[] password;
    if (console != null && !fromStdin) {
      password = ask(console);
    } else {
      refuseToEcho(fromStdin);
      password = text(readLine());
    }
    if (password.length == 0) {
      throw new UnusablePasswordException("the password is empty");
    }
    return password;
  }

  private static char[] ask(Console console) {
    char[] first = typed(console, "Password: ");
    char[] second = typed(console, "Again: ");
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, ' ');
    if (!same) {
      throw new UnusablePasswordException("the two passwords differ; nothing was made");
    }
    return first;
  }

  private static char[] typed(Console console, String prompt) {
    char[] typed = console.readPassword("%s", prompt);
    return typed == null ? new char[0] : typed;
  }

  /// Java sees a terminal only where stdin and stdout both are one; with stdout elsewhere the
  /// password would show.
  private static void refuseToEcho(boolean fromStdin) throws IOException {
    Path stdin = Path.of("/proc/self/fd/0");
    if (fromStdin || !Files.isSymbolicLink(stdin)) {
      return;
    }
    String name = Files.readSymbolicLink(stdin).toString();
    if (name.startsWith("/dev/pts/") || name.startsWith("/dev/tty")) {
      throw new UnusablePasswordException(
          "the password would show while it is typed, because stdout is not the terminal;"
              + " leave stdout at the terminal, or pipe the password in");
    }
  }

  private byte[] readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      if (line.size() == MAX_LINE) {
        throw new UnusablePasswordException("the password is longer than " + MAX_LINE + " bytes");
      }
      line.write(next);
      next = in.read();
    }
    byte[] bytes = line.toByteArray();
    boolean carriageReturn = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return carriageReturn ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }

  private static char[] text(byte[] line) {
    try {
      CharBuffer text = UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
      char[] password = new char[text.remaining()];
      text.get(password);
      return password;
    } catch (CharacterCodingException noText) {
      throw new UnusablePasswordException("the password is not text in UTF-8");
    }
  }
}
