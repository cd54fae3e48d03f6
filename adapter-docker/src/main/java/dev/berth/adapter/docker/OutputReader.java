package dev.berth.adapter.docker;

import java.io.IOException;
import java.io.OutputStream;

/// Takes a program's output apart. Without a terminal the engine frames it: one byte that names the
/// stream, three of zero, four of length, then the bytes (Engine API, "Attach to a container",
/// stream format). With a terminal it comes as it is. Nothing is copied or allocated on the way:
/// pieces are looked at where they were read. For one thread at a time.
final class OutputReader {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int HEADER = 8;

  private final InputBuffer input;
  private final boolean framed;

  /// The header of a frame as it comes in, maybe in parts.
  private int headerBytes;

  private long length;
  private int type = STDOUT;

  /// Bytes of the frame that are still to come.
  private long remaining;

  OutputReader(InputBuffer input, boolean framed) {
    this.input = input;
    this.framed = framed;
  }

  /// Makes sure that there is a piece to look at; blocks.
  ///
  /// @return false at the end of the stream
  /// @throws CutException if the stream ends within a frame or is not what the engine sends
  boolean advance() throws IOException {
    if (!framed) {
      return input.fill();
    }
    while (remaining == 0) {
      if (!input.fill()) {
        if (headerBytes > 0) {
          throw new CutException("the output ended within a frame's header");
        }
        return false;
      }
      readHeader();
    }
    if (!input.fill()) {
      throw new CutException("the output ended within a frame");
    }
    return true;
  }

  private void readHeader() throws CutException {
    while (headerBytes < HEADER && input.available() > 0) {
      int b = input.next();
      if (headerBytes == 0) {
        if (b != STDIN && b != STDOUT && b != STDERR) {
          throw new CutException("the engine sent a frame of unknown kind " + b);
        }
        type = b;
        length = 0;
      } else if (headerBytes >= 4) {
        length = length << 8 | b;
      }
      headerBytes++;
    }
    if (headerBytes == HEADER) {
      headerBytes = 0;
      remaining = length;
    }
  }

  /// Whether the piece is of stderr.
  boolean isStderr() {
    return type == STDERR;
  }

  /// Where the piece is.
  byte[] array() {
    return input.array();
  }

  /// The index of the piece's first byte.
  int offset() {
    return input.offset();
  }

  /// The length of the piece.
  int length() {
    return framed ? (int) Math.min(remaining, input.available()) : input.available();
  }

  /// Takes bytes off the piece.
  void consume(int count) {
    input.skip(count);
    if (framed) {
      remaining -= count;
    }
  }

  /// Copies everything to the end. A destination is flushed when nothing more has come in yet, so
  /// that an interactive user sees everything at once and a bulk transfer is not slowed by it.
  ///
  /// @throws CutException as [#advance] does
  void copy(OutputStream stdout, OutputStream stderr) throws IOException {
    boolean outDirty = false;
    boolean errDirty = false;
    while (true) {
      if (input.available() == 0) {
        if (outDirty) {
          flush(stdout);
        }
        if (errDirty) {
          flush(stderr);
        }
        outDirty = false;
        errDirty = false;
      }
      if (!advance()) {
        return;
      }
      int count = length();
      try {
        (isStderr() ? stderr : stdout).write(array(), offset(), count);
      } catch (IOException failed) {
        throw new DestinationException(failed);
      }
      outDirty |= !isStderr();
      errDirty |= isStderr();
      consume(count);
    }
  }

  private static void flush(OutputStream destination) throws DestinationException {
    try {
      destination.flush();
    } catch (IOException failed) {
      throw new DestinationException(failed);
    }
  }

  /// The stream from the engine is broken off or broken.
  static final class CutException extends IOException {
    private static final long serialVersionUID = 1L;

    CutException(String message) {
      super(message);
    }
  }

  /// Not the engine's side but the destination failed.
  static final class DestinationException extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException failure;

    DestinationException(IOException failure) {
      super(failure.getMessage(), failure);
      this.failure = failure;
    }

    /// What the destination threw.
    IOException unwrap() {
      return failure;
    }
  }
}
