package dev.berth.bootstrap.log;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Lines behind what is in a file already.
final class FileOutput implements LogOutput {
  private final Path path;
  private OutputStream stream;

  /// @throws IOException if the file cannot be opened; it says which and why
  FileOutput(Path path) throws IOException {
    this.path = path;
    this.stream = open();
  }

  private OutputStream open() throws IOException {
    try {
      return Files.newOutputStream(path, CREATE, APPEND);
    } catch (NoSuchFileException noFolder) {
      throw new IOException("the folder of log.file " + path + " does not exist", noFolder);
    } catch (AccessDeniedException denied) {
      throw new IOException("log.file " + path + " may not be written to", denied);
    } catch (IOException failure) {
      throw new IOException(
          "log.file " + path + " cannot be opened (" + failure.getMessage() + ")", failure);
    }
  }

  @Override
  public void write(List<byte[]> lines) throws IOException {
    StreamOutput.writeTo(stream, lines);
  }

  @Override
  public void reopen() throws IOException {
    OutputStream fresh = open();
    close();
    stream = fresh;
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException written) {
      // What could not be written was told when it was written.
    }
  }
}
