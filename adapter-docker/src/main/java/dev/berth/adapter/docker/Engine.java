package dev.berth.adapter.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/// One engine: how it is reached, which API version is spoken with it, and what a failed call
/// means. Shared by all who use the engine, and without a lock.
///
/// No connection is used twice: a new one costs little on a socket file, and none can have gone
/// stale. Nothing is sent twice either, so that no retry can make a second container.
final class Engine implements AutoCloseable {
  /// The oldest Engine API that has all that this adapter needs: `condition=next-exit`.
  private static final ApiVersion OLDEST = new ApiVersion(1, 30);

  /// The newest that this adapter knows.
  private static final ApiVersion NEWEST = new ApiVersion(1, 47);

  /// More than an engine says, in bytes.
  private static final long LONGEST_REFUSAL = 64L << 10;

  /// How many programs that nobody follows may be looked after at once: when starts fail, many do,
  /// and those to come need the engine as well.
  static final int MOST_REAPERS = 4;

  private final EngineEndpoint endpoint;
  private final EngineSockets sockets;
  private final OkHttpClient http;
  private final Semaphore reapers = new Semaphore(MOST_REAPERS, true);

  /// What was agreed on; forgotten when the engine goes away, because a newer one may come back.
  private volatile @Nullable ApiVersion agreed;

  Engine(EngineEndpoint endpoint) {
    this.endpoint = endpoint;
    this.sockets = new EngineSockets(endpoint);
    this.http = client(sockets);
  }

  private static OkHttpClient client(EngineSockets sockets) {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .proxy(Proxy.NO_PROXY)
            .socketFactory(sockets.plainSockets())
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .retryOnConnectionFailure(false)
            .fastFallback(false)
            .followRedirects(false)
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO);
    sockets.tls().ifPresent(tls -> builder.sslSocketFactory(tls.sockets(), tls.trust()));
    if (sockets.isUnix()) {
      builder.dns(_ -> List.of(InetAddress.getLoopbackAddress()));
    }
    return builder.build();
  }

  EngineEndpoint endpoint() {
    return endpoint;
  }

  EngineSockets sockets() {
    return sockets;
  }

  /// What a [Reaper] needs for each of its tries.
  Semaphore reapers() {
    return reapers;
  }

  /// Work for docker-java.
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T with(DockerClient client);
  }

  /// Work that reads or writes by itself.
  @FunctionalInterface
  interface Exchange<T extends @Nullable Object> {
    T run() throws IOException, InterruptedException;
  }

  /// One or more control calls by docker-java, each with a deadline.
  ///
  /// @param attempt what is attempted on what, for the operator
  <T extends @Nullable Object> T call(
      String attempt, Duration deadline, DockerFailures.Reading reading, Work<T> work)
      throws InterruptedException {
    ApiVersion spoken = apiVersion(deadline);
    RemoteApiVersion version = RemoteApiVersion.create(spoken.major(), spoken.minor());
    return guarded(attempt, reading, () -> work.with(client(deadline, version)));
  }

  /// The engine's own description (`GET /version`).
  ///
  /// @throws GatewayException also if there is no version of its API that both sides know
  Version describe(Duration deadline) throws InterruptedException {
    Version description =
        guarded(
            "asking for the version",
            DockerFailures::plain,
            () -> client(deadline, RemoteApiVersion.UNKNOWN_VERSION).versionCmd().exec());
    // Also when something is agreed on: it may be another engine by now.
    agreed = agreement(description);
    return description;
  }

  /// The newest that both sides know.
  private ApiVersion agreement(Version description) {
    Optional<ApiVersion> newest = ApiVersion.of(description.getApiVersion());
    Optional<ApiVersion> oldest = ApiVersion.of(description.getMinAPIVersion());
    if (newest.isEmpty()) {
      throw DockerFailures.versionless(endpoint);
    }
    if (!newest.get().isAtLeast(OLDEST) || !NEWEST.isAtLeast(oldest.orElse(OLDEST))) {
      throw DockerFailures.incompatible(
          endpoint,
          oldest.map(least -> least + " to ").orElse("") + newest.get(),
          OLDEST + " to " + NEWEST);
    }
    return newest.get().isAtLeast(NEWEST) ? NEWEST : newest.get();
  }

  /// The start of every path, `/v1.41`: the newest that both sides know.
  String prefix(Duration deadline) throws InterruptedException {
    return "/v" + apiVersion(deadline);
  }

  /// Whether the agreed API has at least a version.
  boolean speaks(int major, int minor, Duration deadline) throws InterruptedException {
    return apiVersion(deadline).isAtLeast(new ApiVersion(major, minor));
  }

  private ApiVersion apiVersion(Duration deadline) throws InterruptedException {
    ApiVersion known = agreed;
    if (known == null) {
      known = agreement(describe(deadline));
    }
    return known;
  }

  /// A call of our own, not yet made; its answer may be a stream.
  ///
  /// @param deadline for all of it; zero for none
  Call newCall(Request.Builder request, String path, Duration deadline) {
    return http.newBuilder()
        .callTimeout(deadline)
        .build()
        .newCall(request.url(sockets.httpBase() + path).build());
  }

  /// Turns everything that can go wrong into the right exception.
  <T extends @Nullable Object> T guarded(
      String attempt, DockerFailures.Reading reading, Exchange<T> exchange)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException(attempt);
    }
    try {
      return exchange.run();
    } catch (IOException | RuntimeException thrown) {
      if (Thread.interrupted()) {
        InterruptedException interrupted = new InterruptedException(attempt);
        interrupted.addSuppressed(thrown);
        throw interrupted;
      }
      GatewayException failure = DockerFailures.of(attempt, endpoint, thrown, reading);
      if (failure.code() == FailureCode.ENGINE_UNREACHABLE) {
        agreed = null;
      }
      throw failure;
    }
  }

  /// The failure that an answer of [#newCall] tells of.
  GatewayException refusal(String attempt, Response response, DockerFailures.Reading reading)
      throws IOException {
    return DockerFailures.refused(
        attempt,
        endpoint,
        EngineAnswer.of(response.code(), response.peekBody(LONGEST_REFUSAL).string()),
        reading);
  }

  private DockerClient client(Duration deadline, RemoteApiVersion version) {
    return DockerClientImpl.getInstance(
        new ClientConfig(endpoint.host(), version),
        new OkHttpTransport(http.newBuilder().callTimeout(deadline).build(), sockets.httpBase()));
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
