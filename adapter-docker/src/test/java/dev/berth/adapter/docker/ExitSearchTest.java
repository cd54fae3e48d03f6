package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.session.ExitStatus;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A fault is no reason to wait for ever.
@Timeout(60)
class ExitSearchTest {
  /// What a fault may be.
  private static final class Fault extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void anErrorEndsTheWait() {
    for (Error fault : new Error[] {new Fault(), new StackOverflowError()}) {
      assertThatThrownBy(() ->
              new ExitSearch()
                  .await(() -> {
                    throw fault;
                  }))
          .isInstanceOf(CompletionException.class)
          .hasCause(fault);
    }
  }

  @Test
  void anErrorInTheAnswerLosesAContainersExit() throws Exception {
    Request request = new Request.Builder().url("http://localhost/").build();
    ContainerExit exit = new ContainerExit(new OkHttpClient().newCall(request));
    ForwardingSource broken =
        new ForwardingSource(new Buffer()) {
          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            throw new Fault();
          }
        };
    Response response =
        new Response.Builder()
            .request(request)
            .protocol(Protocol.HTTP_1_1)
            .code(200)
            .message("OK")
            .body(ResponseBody.create(Okio.buffer(broken), MediaType.get("application/json"), -1))
            .build();

    assertThatThrownBy(() -> exit.read(response)).isInstanceOf(Fault.class);
    assertThat(exit.status().get()).isInstanceOf(ExitStatus.Lost.class);
  }
}
