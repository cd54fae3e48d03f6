package dev.berth.adapter.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/// docker-java's way to the engine: whole answers only, each within the client's deadline.
///
/// It stands in for `docker-java-transport-okhttp`, which has neither deadlines nor interruption.
///
/// @param http with a call timeout
/// @param base scheme and authority
record OkHttpTransport(OkHttpClient http, URI base) implements DockerHttpClient {
  private static final MediaType JSON = MediaType.get("application/json");

  @Override
  public Response execute(Request request) {
    try (okhttp3.Response answer = http.newCall(translated(request)).execute()) {
      return new Answer(
          answer.code(),
          Map.copyOf(answer.headers().toMultimap()),
          new ByteArrayInputStream(answer.body().bytes()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    // The HTTP client is shared.
  }

  private okhttp3.Request translated(Request request) {
    if (request.hijackedInput() != null) {
      throw new UnsupportedOperationException("streams do not go through docker-java");
    }
    okhttp3.Request.Builder builder = new okhttp3.Request.Builder().url(base + request.path());
    request.headers().forEach(builder::header);
    return builder.method(request.method(), body(request)).build();
  }

  private static @Nullable RequestBody body(Request request) {
    byte[] bytes = request.bodyBytes();
    if (bytes == null && !"POST".equals(request.method())) {
      return null;
    }
    return RequestBody.create(bytes == null ? new byte[0] : bytes, JSON);
  }

  private record Answer(int status, Map<String, List<String>> headers, InputStream body)
      implements Response {
    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return headers;
    }

    @Override
    public InputStream getBody() {
      return body;
    }

    @Override
    public void close() {
      // It was read whole.
    }
  }
}
