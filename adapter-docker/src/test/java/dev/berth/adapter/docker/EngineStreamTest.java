package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class EngineStreamTest {
  @Test
  void closingGoesBeneathTlsBecauseTlsWaitsForABlockedWriter() {
    Socket raw = new Socket();
    Socket tls =
        new Socket() {
          @Override
          public synchronized void close() {
            throw new AssertionError("this may block");
          }
        };
    EngineStream stream =
        new EngineStream(
            tls,
            raw,
            new InputBuffer(InputStream.nullInputStream()),
            OutputStream.nullOutputStream());

    stream.close();

    assertThat(raw.isClosed()).isTrue();
    assertThat(stream.closed()).isTrue();
  }
}
