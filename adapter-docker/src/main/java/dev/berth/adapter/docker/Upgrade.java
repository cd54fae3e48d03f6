package dev.berth.adapter.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Opens a stream to the engine: one HTTP request that the engine answers with `101`, after which
/// the connection is the stream (Engine API, "Attach to a container").
///
/// It is written on the socket itself because that reads and writes 64 KiB at a time, where an HTTP
/// library moves 8.
final class Upgrade {
  private static final int LONGEST_HEAD = 16 * 1024;
  private static final int LONGEST_REFUSAL = 64 * 1024;

  private Upgrade() {}

  /// @param path with version and query
  /// @param json the body
  /// @param deadline until the engine has answered
  /// @param attempt what is attempted, for the operator
  static EngineStream open(
      Engine engine,
      String attempt,
      String path,
      byte[] json,
      Duration deadline,
      DockerFailures.Reading reading)
      throws InterruptedException {
    return engine.guarded(
        attempt, reading, () -> connect(engine, attempt, path, json, deadline, reading));
  }

  private static EngineStream connect(
      Engine engine,
      String attempt,
      String path,
      byte[] json,
      Duration deadline,
      DockerFailures.Reading reading)
      throws IOException {
    Socket raw = engine.sockets().unconnected();
    boolean upgraded = false;
    try (Watchdog watchdog = Watchdog.over(raw, deadline)) {
      try {
        Socket socket = engine.sockets().connect(raw, deadline);
        OutputStream output = socket.getOutputStream();
        send(output, path, json);
        InputBuffer input = new InputBuffer(socket.getInputStream());
        Head head = Head.read(input);
        if (!head.isStream()) {
          throw DockerFailures.refused(
              attempt,
              engine.endpoint(),
              EngineAnswer.of(head.status(), head.body(input)),
              reading);
        }
        upgraded = true;
        return new EngineStream(socket, raw, input, output);
      } catch (IOException failed) {
        throw watchdog.explain(failed);
      }
    } finally {
      if (!upgraded) {
        raw.close();
      }
    }
  }

  private static void send(OutputStream output, String path, byte[] json) throws IOException {
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: berth\r\nConnection: Upgrade\r\n"
                + "Upgrade: tcp\r\nContent-Type: application/json\r\nContent-Length: "
                + json.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[head.length + json.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(json, 0, request, head.length, json.length);
    output.write(request);
    output.flush();
  }

  /// Closes a socket that took too long: the one beneath any TLS, because that does not block the
  /// timer's thread.
  private record Watchdog(AtomicBoolean bitten, Future<?> timer) implements AutoCloseable {
    static Watchdog over(Socket socket, Duration deadline) {
      AtomicBoolean bitten = new AtomicBoolean();
      Future<?> timer =
          ForkJoinPool.commonPool()
              .schedule(
                  () -> {
                    bitten.set(true);
                    socket.close();
                    return null;
                  },
                  deadline.toNanos(),
                  TimeUnit.NANOSECONDS);
      return new Watchdog(bitten, timer);
    }

    IOException explain(IOException failed) {
      if (!bitten.get()) {
        return failed;
      }
      SocketTimeoutException timeout = new SocketTimeoutException("no answer in time");
      timeout.initCause(failed);
      return timeout;
    }

    @Override
    public void close() {
      timer.cancel(false);
    }
  }

  /// Status line and headers of an answer.
  private record Head(int status, String headers) {
    static Head read(InputBuffer input) throws IOException {
      StringBuilder text = new StringBuilder();
      while (text.length() < LONGEST_HEAD) {
        if (!input.fill()) {
          throw new IOException("the engine closed the connection before it answered");
        }
        text.append((char) input.next());
        if (text.length() >= 4 && text.indexOf("\r\n\r\n", text.length() - 4) >= 0) {
          return parsed(text.toString());
        }
      }
      throw new IOException("the engine's answer has too long a head");
    }

    private static Head parsed(String text) throws IOException {
      String[] words = text.substring(0, text.indexOf("\r\n")).split(" ", 3);
      if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("\\d{3}")) {
        throw new IOException("what answers is no HTTP server");
      }
      return new Head(Integer.parseInt(words[1]), text.toLowerCase(Locale.ROOT));
    }

    /// Engines that do not upgrade answer 200 and stream all the same.
    boolean isStream() {
      return status == 101 || (status == 200 && headers.contains("vnd.docker."));
    }

    /// A refusal; its length is taken from the header where there is one.
    String body(InputBuffer input) throws IOException {
      int length = LONGEST_REFUSAL;
      int header = headers.indexOf("\r\ncontent-length:");
      if (header >= 0) {
        int end = headers.indexOf("\r\n", header + 2);
        String value = headers.substring(header + 17, end).strip();
        length = value.matches("\\d{1,5}") ? Integer.parseInt(value) : LONGEST_REFUSAL;
      }
      StringBuilder bytes = new StringBuilder();
      while (bytes.length() < length && input.fill()) {
        bytes.append((char) input.next());
      }
      return new String(
          bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
  }
}
