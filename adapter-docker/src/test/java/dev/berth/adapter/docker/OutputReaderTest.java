package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.adapter.docker.OutputReader.CutException;
import dev.berth.adapter.docker.OutputReader.DestinationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputReaderTest {
  @Test
  void framesThatAreSplitAnywhereComeOutWhole() throws IOException {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      ByteArrayOutputStream wire = new ByteArrayOutputStream();
      ByteArrayOutputStream expectedOut = new ByteArrayOutputStream();
      ByteArrayOutputStream expectedErr = new ByteArrayOutputStream();
      for (int frame = random.nextInt(30); frame > 0; frame--) {
        byte[] data = new byte[random.nextInt(random.nextBoolean() ? 4 : 3000)];
        random.nextBytes(data);
        int type = random.nextInt(3);
        frame(wire, type, data);
        (type == 2 ? expectedErr : expectedOut).writeBytes(data);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int bufferSize = 1 + random.nextInt(64);

      new OutputReader(
              new InputBuffer(trickling(wire.toByteArray(), random), bufferSize, 3 * bufferSize),
              true)
          .copy(out, err);

      assertThat(out.toByteArray()).as("seed %d", seed).isEqualTo(expectedOut.toByteArray());
      assertThat(err.toByteArray()).as("seed %d", seed).isEqualTo(expectedErr.toByteArray());
    }
  }

  @Test
  void anEndAnywhereWithinAFrameIsACut() throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    frame(wire, 1, new byte[] {1, 2, 3});
    byte[] whole = wire.toByteArray();
    for (int length = 1; length < whole.length; length++) {
      byte[] part = java.util.Arrays.copyOf(whole, length);

      assertThatThrownBy(() -> copy(part, true)).isInstanceOf(CutException.class);
    }
  }

  @Test
  void aStreamOfUnknownKindIsACut() {
    assertThatThrownBy(() -> copy(new byte[] {3, 0, 0, 0, 0, 0, 0, 1, 'x'}, true))
        .isInstanceOf(CutException.class)
        .hasMessageContaining("3");
  }

  @Test
  void aFrameMayBeAsLongAsItsLengthCanSay() throws IOException {
    byte[] header = {1, 0, 0, 0, -1, -1, -1, -1};
    OutputReader reader = new OutputReader(new InputBuffer(endless(header)), true);
    long left = 0xffff_ffffL;
    while (left > 0) {
      assertThat(reader.advance()).isTrue();
      assertThat(reader.isStderr()).isFalse();
      left -= reader.length();
      reader.consume(reader.length());
    }
    assertThat(left).isZero();
  }

  @Test
  void withATerminalNothingIsTakenForAHeader() throws IOException {
    byte[] bytes = {1, 0, 0, 0, 0, 0, 0, 1, 'x', 2, 0};

    assertThat(copy(bytes, false)).isEqualTo(bytes);
  }

  @Test
  void aFailingDestinationIsToldFromAFailingEngine() {
    IOException full = new IOException("full");
    OutputStream failing =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        };
    OutputReader reader =
        new OutputReader(
            new InputBuffer(new ByteArrayInputStream(new byte[] {'x'}), 10, 10), false);

    assertThatThrownBy(() -> reader.copy(failing, failing))
        .isInstanceOfSatisfying(
            DestinationException.class, failed -> assertThat(failed.unwrap()).isSameAs(full));
  }

  @Test
  void outputIsFlushedBeforeWaitingForMore() throws IOException {
    StringBuilder log = new StringBuilder();
    InputStream source =
        new InputStream() {
          private int reads;

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            log.append("read ");
            bytes[offset] = 'x';
            return reads++ < 2 ? 1 : -1;
          }
        };
    OutputStream destination =
        new OutputStream() {
          @Override
          public void write(int b) {
            log.append("write ");
          }

          @Override
          public void flush() {
            log.append("flush ");
          }
        };

    new OutputReader(new InputBuffer(source, 10, 10), false).copy(destination, destination);

    assertThat(log).hasToString("read write flush read write flush read ");
  }

  static void frame(ByteArrayOutputStream wire, int type, byte[] data) {
    wire.write(type);
    wire.writeBytes(new byte[3]);
    wire.writeBytes(java.nio.ByteBuffer.allocate(4).putInt(data.length).array());
    wire.writeBytes(data);
  }

  static byte[] frame(int type, String text) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    frame(wire, type, text.getBytes(StandardCharsets.UTF_8));
    return wire.toByteArray();
  }

  private static byte[] copy(byte[] wire, boolean framed) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new OutputReader(new InputBuffer(new ByteArrayInputStream(wire), 16, 16), framed)
        .copy(out, out);
    return out.toByteArray();
  }

  private static InputStream trickling(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, 1 + random.nextInt(length));
      }
    };
  }

  private static InputStream endless(byte[] start) {
    return new InputStream() {
      private boolean started;

      @Override
      public int read() {
        throw new UnsupportedOperationException();
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        if (started) {
          return length;
        }
        started = true;
        System.arraycopy(start, 0, target, offset, start.length);
        return start.length;
      }
    };
  }
}
