package dev.berth.adapter.docker;

import java.io.IOException;
import java.io.OutputStream;

/// The input of a program with a terminal. A terminal has no end of file but the character that
/// says so, and the engine would end the program's *output* if this direction were closed; so
/// closing sends the character instead.
final class TerminalInput extends OutputStream {
  /// `VEOF` as terminals have it at the start. In the middle of a line one only sends the line off,
  /// so then two are needed.
  private static final byte[] END_OF_FILE = {4, 4};

  private final OutputStream out;
  private boolean lineStart = true;
  private boolean ended;

  TerminalInput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (ended) {
      throw new IOException("stdin was closed");
    }
    if (length > 0) {
      byte last = bytes[offset + length - 1];
      lineStart = last == '\n' || last == '\r' || last == END_OF_FILE[0];
      out.write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    if (ended) {
      return;
    }
    ended = true;
    try {
      out.write(END_OF_FILE, 0, lineStart ? 1 : 2);
      out.flush();
    } catch (IOException gone) {
      // A program that has ended does not need to be told of the end.
    }
  }
}
