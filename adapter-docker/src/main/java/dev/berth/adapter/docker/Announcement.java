package dev.berth.adapter.docker;

import dev.berth.adapter.docker.OutputReader.CutException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okio.ByteString;

/// What [LaunchScript] says on stdout before it becomes the program, and what came before it:
/// warnings of a loader or a shell, which are the user's.
///
/// @param pid the program's PID, in the container's view
/// @param stdoutInode the program's stdout as it started, empty where the kernel does not say
/// @param stderrInode its stderr
/// @param earlyStdout output before the announcement
/// @param earlyStderr output before the announcement
record Announcement(
    long pid,
    String stdoutInode,
    String stderrInode,
    ByteString earlyStdout,
    ByteString earlyStderr) {
  /// More than this before the announcement is not from a shell that starts.
  private static final int MOST_BEFORE = 64 * 1024;

  private static final Pattern FIELDS = Pattern.compile("(\\d{1,18}),(\\d*),(\\d*),\r?");

  /// Reads up to and including the announcement's line; blocks.
  ///
  /// @throws NotLaunched if the stream ends without one
  static Announcement read(OutputReader output, String marker) throws IOException {
    byte[] wanted = marker.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    while (stdout.size() + stderr.size() < MOST_BEFORE) {
      if (!advance(output)) {
        throw new NotLaunched(
            stdout.toString(StandardCharsets.UTF_8), stderr.toString(StandardCharsets.UTF_8));
      }
      if (output.isStderr()) {
        stderr.write(output.array(), output.offset(), output.length());
        output.consume(output.length());
        continue;
      }
      byte b = output.array()[output.offset()];
      output.consume(1);
      stdout.write(b);
      if (b == '\n') {
        byte[] before = stdout.toByteArray();
        int at = lastIndexOf(before, wanted);
        if (at >= 0) {
          return parsed(before, at, wanted.length, stderr.toByteArray());
        }
      }
    }
    throw new NotLaunched(
        stdout.toString(StandardCharsets.UTF_8), stderr.toString(StandardCharsets.UTF_8));
  }

  /// Reads up to and including the line with which a launcher with a terminal goes on.
  ///
  /// @throws NotLaunched if the stream ends without it
  static void readReady(OutputReader output, String marker) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int read = 0; read < MOST_BEFORE && advance(output); read++) {
      byte b = output.array()[output.offset()];
      output.consume(1);
      if (b != '\n') {
        line.write(b);
        continue;
      }
      // Depending on the terminal's modes a line ends with or without a carriage return.
      if (line.toString(StandardCharsets.ISO_8859_1).strip().endsWith(marker)) {
        return;
      }
      line.reset();
    }
    throw new NotLaunched("", "");
  }

  /// Whether there is something to look at, and the stream has neither ended nor broken off.
  static boolean advance(OutputReader output) {
    try {
      return output.advance();
    } catch (CutException cut) {
      return false;
    } catch (IOException gone) {
      return false;
    }
  }

  private static Announcement parsed(byte[] line, int at, int markerLength, byte[] stderr)
      throws IOException {
    int start = at + markerLength;
    String fields = new String(line, start, line.length - 1 - start, StandardCharsets.US_ASCII);
    Matcher matcher = FIELDS.matcher(fields);
    if (!matcher.matches()) {
      throw new IOException("the shell of the container announced something else than a PID");
    }
    return new Announcement(
        Long.parseLong(matcher.group(1)),
        matcher.group(2),
        matcher.group(3),
        ByteString.of(line, 0, at),
        ByteString.of(stderr));
  }

  private static int lastIndexOf(byte[] bytes, byte[] wanted) {
    for (int at = bytes.length - wanted.length; at >= 0; at--) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return -1;
  }

  /// The stream ended before the program ran.
  static final class NotLaunched extends IOException {
    private static final long serialVersionUID = 1L;

    NotLaunched(String stdout, String stderr) {
      super(EngineAnswer.bounded((stdout + stderr).strip()));
    }
  }
}
