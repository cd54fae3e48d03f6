package dev.berth.adapter.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/// A connection that was upgraded to a plain stream in both directions (`101 UPGRADED`).
final class EngineStream implements AutoCloseable {
  private final Socket socket;
  private final Socket raw;
  private final InputBuffer input;
  private final OutputStream output;
  private volatile boolean closed;

  /// @param socket what is talked on
  /// @param raw the same, or what is beneath its TLS
  EngineStream(Socket socket, Socket raw, InputBuffer input, OutputStream output) {
    this.socket = socket;
    this.raw = raw;
    this.input = input;
    this.output = output;
  }

  InputBuffer input() {
    return input;
  }

  /// Towards the program; closing it ends only this direction.
  OutputStream output() {
    return new HalfClosing();
  }

  /// Whether [#close] was called here, which explains an end of the stream.
  boolean closed() {
    return closed;
  }

  /// Whether something may have been lost when reading failed instead of coming to an end.
  ///
  /// Over a network that is so. On a socket file it is not: the kernel hands out everything that
  /// was sent before it reports a reset. And there a reset is a usual end: an engine whose program
  /// left stdin unread ends its output, then drops the connection whenever its garbage collector
  /// runs, and a reader that has not come to the end by then finds the reset in its place (seen
  /// with Docker 20.10; a reader that keeps up gets its end always). Whether an engine on a socket
  /// file has crashed, the question for the exit code shows.
  boolean resetLoses() {
    return !(raw instanceof UnixSocket);
  }

  /// Cuts both directions, and wakes who is blocked on them. Closing TLS properly would wait for a
  /// writer that is blocked, so what is beneath it is closed; hence this never blocks.
  @Override
  public void close() {
    closed = true;
    try {
      raw.close();
    } catch (IOException alreadyGone) {
      // Gone is what was wanted.
    }
  }

  /// Without a buffer: what an SSH packet brought is what the program gets.
  private final class HalfClosing extends OutputStream {
    private boolean ended;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (ended) {
        throw new IOException("stdin was closed");
      }
      output.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      output.flush();
    }

    @Override
    public void close() throws IOException {
      if (ended) {
        return;
      }
      ended = true;
      try {
        output.flush();
        socket.shutdownOutput();
      } catch (IOException gone) {
        // A program that has ended does not need to be told of the end.
      }
    }
  }
}
