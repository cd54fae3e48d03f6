package dev.berth.adapter.sshd;

import dev.berth.domain.session.ExitStatus;
import dev.berth.domain.session.ExitStatus.Exited;
import dev.berth.domain.session.Program;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Programs for tests.
final class Programs {
  private Programs() {}

  static ExitStatus exit(int code) {
    return new Exited(code);
  }

  /// What was asked to run, as the bytes that came.
  static byte[] command(FakeProgram.Run run) {
    return run.program() instanceof Program.Exec(var command) ? command.bytes() : new byte[0];
  }

  static String text(FakeProgram.Run run) {
    return new String(command(run), StandardCharsets.UTF_8);
  }

  static void print(OutputStream to, String text) throws Exception {
    to.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Writes its command back.
  static ExitStatus echo(FakeProgram.Run run) throws Exception {
    run.streams().stdout().write(command(run));
    return exit(0);
  }

  /// Copies its input to its output.
  static ExitStatus cat(FakeProgram.Run run) throws Exception {
    pump(run.streams().stdin(), run.streams().stdout());
    return exit(0);
  }

  /// Writes so many zeros as its command says.
  static ExitStatus zeros(FakeProgram.Run run) throws Exception {
    byte[] piece = new byte[64 << 10];
    for (long left = Long.parseLong(text(run)); left > 0; left -= piece.length) {
      run.streams().stdout().write(piece, 0, (int) Math.min(left, piece.length));
    }
    return exit(0);
  }

  /// Writes the number of bytes that it read.
  static ExitStatus count(FakeProgram.Run run) throws Exception {
    print(
        run.streams().stdout(),
        pump(run.streams().stdin(), OutputStream.nullOutputStream()) + "\n");
    return exit(0);
  }

  static long pump(InputStream from, OutputStream to) throws Exception {
    byte[] piece = new byte[64 << 10];
    long sum = 0;
    for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
      to.write(piece, 0, count);
      sum += count;
    }
    return sum;
  }
}
