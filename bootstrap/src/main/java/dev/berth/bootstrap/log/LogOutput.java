package dev.berth.bootstrap.log;

import java.io.IOException;
import java.util.List;

/// Where rendered lines go. Used by one thread.
interface LogOutput extends AutoCloseable {
  /// Writes lines, each with its newline; may block.
  void write(List<byte[]> lines) throws IOException;

  /// Opens anew what others may have moved away. If this throws, it goes on as it was.
  void reopen() throws IOException;

  @Override
  void close();
}
