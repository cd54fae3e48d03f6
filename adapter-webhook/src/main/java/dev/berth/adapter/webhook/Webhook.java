package dev.berth.adapter.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.event.GatewayEvent.ServerAsked;
import dev.berth.domain.event.ServerQuestion;
import dev.berth.ports.driven.EventSink;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/// One server that is asked by POST, in JSON both ways. Connections are kept and used again. Every
/// question is asked again, with growing pauses, until there is an answer or its time is over.
final class Webhook implements AutoCloseable {
  /// The longest answer that is read, in bytes.
  private static final long MAX_ANSWER = 16 << 20;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final WebhookConfiguration configuration;
  private final HttpClient http;
  private final EventSink events;
  private final AnswerCache cache;

  private Webhook(WebhookConfiguration configuration, HttpClient http, EventSink events) {
    this.configuration = configuration;
    this.http = http;
    this.events = events;
    this.cache = new AnswerCache(configuration.cacheTime());
  }

  /// Reads answers.
  interface Parser<T> {
    /// Reads one.
    ///
    /// @throws IOException if the answer is not well-formed; the message quotes no value of it
    T parse(byte[] answer) throws IOException;

    /// Whether an answer may be used again.
    default boolean mayBeKept(T answer) {
      return true;
    }
  }

  /// A server, which is not asked anything yet.
  ///
  /// @param events told of each time that it is asked
  /// @throws IllegalArgumentException if its TLS material cannot be used; the message never quotes
  ///   the key
  static Webhook at(WebhookConfiguration configuration, EventSink events) {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(configuration.timeout())
            .followRedirects(configuration.followsRedirects() ? Redirect.NORMAL : Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    // Also for an address without TLS, which may lead to one with it.
    TlsMaterial tls = TlsMaterial.of(configuration.tls());
    client.sslContext(tls.context()).sslParameters(tls.parameters());
    return new Webhook(configuration, client.build(), events);
  }

  /// Asks until there is an answer, unless there is one that may be used again.
  ///
  /// @param connection for whom
  /// @param about what is asked, which also says where
  /// @param parser an answer that it does not take is none
  /// @throws NoAnswerException if there was none in time
  <T> T ask(ConnectionId connection, ServerQuestion about, ObjectNode question, Parser<T> parser)
      throws InterruptedException, NoAnswerException {
    String step = step(about);
    Optional<String> name = cache.nameOf(step, question);
    Optional<byte[]> kept = name.flatMap(cache::get);
    if (kept.isPresent()) {
      try {
        return parser.parse(kept.get());
      } catch (IOException impossible) {
        throw new IllegalStateException("an answer that was taken before is not", impossible);
      }
    }
    byte[] body = question.toString().getBytes(StandardCharsets.UTF_8);
    long end = System.nanoTime() + configuration.authTimeout().toNanos();
    Duration pause = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      IOException failure;
      long begun = System.nanoTime();
      try {
        byte[] read = attempt(step, body, Duration.ofNanos(end - begun));
        T answer = parser.parse(read);
        events.emit(new ServerAsked(connection, about, null, false, since(begun)));
        if (parser.mayBeKept(answer)) {
          name.ifPresent(itsName -> cache.put(itsName, read));
        }
        return answer;
      } catch (IOException noAnswer) {
        failure = noAnswer;
      }
      // Many gateways whose server was away must not come back in step.
      long jittered = (long) (pause.toNanos() * RandomGenerator.getDefault().nextDouble(0.5, 1));
      boolean again = end - System.nanoTime() > jittered;
      events.emit(new ServerAsked(connection, about, reason(failure), again, since(begun)));
      if (!again) {
        throw new NoAnswerException(
            "%s%s has given no answer within %s; of %d attempts the last failed: %s"
                .formatted(
                    configuration.shown(),
                    step,
                    shown(configuration.authTimeout()),
                    attempt,
                    reason(failure)),
            failure);
      }
      TimeUnit.NANOSECONDS.sleep(jittered);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  /// What is appended to the address.
  private static String step(ServerQuestion about) {
    return switch (about) {
      case PASSWORD -> "/password";
      case PUBLIC_KEY -> "/pubkey";
      case AUTHORIZATION -> "/authz";
      case CONFIGURATION -> "";
    };
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private byte[] attempt(String step, byte[] body, Duration left)
      throws IOException, InterruptedException {
    Duration limit = left.compareTo(configuration.timeout()) < 0 ? left : configuration.timeout();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(
            request(step, body), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
    try {
      HttpResponse<byte[]> response =
          exchange.get(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
      if (!response.request().method().equals("POST")) {
        // Then it was asked nothing, and whatever it says is no answer.
        throw new IOException(
            "it redirects by a status that drops the question; 307 and 308 keep it");
      }
      if (response.statusCode() != 200) {
        throw new IOException("it answered with status " + response.statusCode());
      }
      return response.body();
    } catch (TimeoutException late) {
      throw new IOException("no answer within " + shown(configuration.timeout()), late);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException failure
          ? failure
          : new IOException(String.valueOf(failed.getMessage()), failed);
    } finally {
      // Also the rest of an answer that comes too slowly is not waited for.
      exchange.cancel(true);
    }
  }

  private HttpRequest request(String step, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target(step))
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    String credentials = configuration.url().getUserInfo();
    if (credentials != null) {
      request.header(
          "Authorization",
          "Basic "
              + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }
    return request.build();
  }

  /// The address without credentials, which a request does not carry in its target.
  private URI target(String step) {
    URI url = configuration.url();
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    String joined = step.isEmpty() ? path : path.replaceFirst("/+$", "") + step;
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return URI.create(url.getScheme() + "://" + url.getHost() + port + joined + query);
  }

  private static String shown(Duration duration) {
    return duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    if (message != null) {
      return message;
    }
    return failure instanceof ConnectException
        ? "nobody listens there"
        : failure.getClass().getSimpleName();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
