package dev.berth.bootstrap.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Lines to a stream that is somebody else's: it is neither closed nor opened anew.
record StreamOutput(OutputStream stream) implements LogOutput {
  @Override
  public void write(List<byte[]> lines) throws IOException {
    writeTo(stream, lines);
  }

  /// Writes lines in one piece.
  static void writeTo(OutputStream stream, List<byte[]> lines) throws IOException {
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    lines.forEach(piece::writeBytes);
    piece.writeTo(stream);
    stream.flush();
  }

  @Override
  public void reopen() {
    // Nobody can move a stream away.
  }

  @Override
  public void close() {
    // It is not ours.
  }
}
