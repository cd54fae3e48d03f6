package dev.berth.adapter.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.berth.domain.configuration.WebhookConfiguration;
import dev.berth.domain.configuration.WebhookConfiguration.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// A real HTTP server that answers as a test says, and remembers what it was asked.
final class AskedServer implements AutoCloseable {
  static final Tls NO_TLS = new Tls(Optional.empty(), Optional.empty(), List.of("1.3"));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();

  /// A question.
  record Asked(String method, URI target, JsonNode body, String contentType, String credentials) {
    String text(String field) {
      return body.path(field).textValue();
    }
  }

  /// An answer.
  record Reply(int status, String body, String location) {
    static Reply ok(String body) {
      return new Reply(200, body, "");
    }

    static Reply status(int status) {
      return new Reply(status, "{\"success\": true}", "");
    }

    static Reply redirect(int status, String location) {
      return new Reply(status, "", location);
    }
  }

  private AskedServer(HttpServer server, Function<Asked, Reply> answers) {
    this.server = server;
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
  }

  static AskedServer http(Function<Asked, Reply> answers) {
    try {
      return new AskedServer(HttpServer.create(address(), 0), answers);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// A server that asks its clients for a certificate and speaks one version of TLS.
  static AskedServer https(SSLContext tls, String version, Function<Asked, Reply> answers) {
    try {
      HttpsServer server = HttpsServer.create(address(), 0);
      server.setHttpsConfigurator(
          new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
              SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
              wanted.setProtocols(new String[] {version});
              wanted.setNeedClientAuth(true);
              parameters.setSSLParameters(wanted);
            }
          });
      return new AskedServer(server, answers);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void answer(HttpExchange exchange, Function<Asked, Reply> answers) throws IOException {
    try (exchange) {
      clients.add(exchange.getRemoteAddress());
      Asked question =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              JSON.readTree(exchange.getRequestBody()),
              exchange.getRequestHeaders().getFirst("Content-Type"),
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      asked.add(question);
      Reply reply = answers.apply(question);
      if (!reply.location().isEmpty()) {
        exchange.getResponseHeaders().set("Location", reply.location());
      }
      byte[] body = reply.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  List<Asked> asked() {
    return asked;
  }

  /// How many connections there were.
  int connections() {
    return clients.size();
  }

  String url(String path) {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return scheme + "://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  WebhookConfiguration configuration() {
    return configuration(url(""), NO_TLS);
  }

  static WebhookConfiguration configuration(String url, Tls tls) {
    return new WebhookConfiguration(
        URI.create(url), Duration.ofSeconds(30), Duration.ofSeconds(60), false, tls);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
