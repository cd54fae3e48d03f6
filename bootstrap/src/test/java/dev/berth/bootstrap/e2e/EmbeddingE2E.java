package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.docker.DockerContainerRuntimes;
import dev.berth.application.ContainerGateway;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.ProgramStreams;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The library in somebody else's program: the usage that the README quotes.
final class EmbeddingE2E {
  @Test
  void theReferenceUsageWorksOneToOne() throws Exception {
    String host = "unix://" + Engine.SOCKET;

    // README:begin
    List<GatewayEvent> events = new CopyOnWriteArrayList<>(); // what happens, for a log
    AtomicLong requests = new AtomicLong(); // calls to the engine, and failed ones
    AtomicLong failures = new AtomicLong();
    InputStream stdin =
        new ByteArrayInputStream("echo $GREETING; echo there >&2; exit 3\n".getBytes(UTF_8));
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    ContainerRuntimes engines = new DockerContainerRuntimes();
    EngineEndpoint engine = new EngineEndpoint(URI.create(host), Optional.empty());
    BackendConfiguration configuration =
        BackendConfiguration.of(new ImageReference("berth-demo:latest")).withEndpoint(engine);

    ConnectionHandler client =
        ContainerGateway.connection(
            engines,
            new RemoteAddress("192.0.2.7", 50022),
            ConnectionId.random(),
            configuration,
            events::add,
            requests::incrementAndGet,
            failures::incrementAndGet);
    SshConnectionHandler connection = client.handshakeSucceeded(new Username("alice"));

    SessionHandler session = connection.openSession(0, new byte[0]);
    session.env("GREETING", "hello");
    CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    session.shell(new ProgramStreams(stdin, stdout, stderr), exit::complete);
    ExitStatus status = exit.get(1, TimeUnit.MINUTES);

    client.disconnected();
    boolean removed = client.shutdown(Duration.ofMinutes(1)); // waits for the container's removal
    engines.close();
    // README:end

    assertThat(status).isEqualTo(new ExitStatus.Exited(3));
    assertThat(stdout.toString(UTF_8)).isEqualTo("hello\n");
    assertThat(stderr.toString(UTF_8)).isEqualTo("there\n");
    assertThat(removed).isTrue();
    assertThat(events).hasAtLeastOneElementOfType(GatewayEvent.ContainerStarted.class);
    assertThat(events).hasAtLeastOneElementOfType(GatewayEvent.ContainerRemoved.class);
    assertThat(requests).hasPositiveValue();
    assertThat(failures).hasValue(0);
  }

  @Test
  void theCountersCountFailedCallsToo() throws Exception {
    BackendConfiguration nowhere =
        BackendConfiguration.of(new ImageReference("berth-demo:latest"))
            .withEndpoint(
                new EngineEndpoint(URI.create("unix:///nowhere/engine.sock"), Optional.empty()));
    AtomicLong requests = new AtomicLong();
    AtomicLong failures = new AtomicLong();
    try (DockerContainerRuntimes engines = new DockerContainerRuntimes()) {
      ConnectionHandler client =
          ContainerGateway.connection(
              engines,
              new RemoteAddress("192.0.2.7", 50022),
              ConnectionId.random(),
              nowhere,
              EventSink.discarding(),
              requests::incrementAndGet,
              failures::incrementAndGet);
      SessionHandler session =
          client.handshakeSucceeded(new Username("alice")).openSession(0, new byte[0]);

      assertThat(failureOf(session).code()).isEqualTo(FailureCode.ENGINE_UNREACHABLE);
      assertThat(failures).hasPositiveValue();
      assertThat(requests.get()).isGreaterThanOrEqualTo(failures.get());
      client.disconnected();
    }
  }

  private static GatewayException failureOf(SessionHandler session) throws InterruptedException {
    ProgramStreams streams =
        new ProgramStreams(
            InputStream.nullInputStream(),
            ByteArrayOutputStream.nullOutputStream(),
            ByteArrayOutputStream.nullOutputStream());
    try {
      session.shell(streams, status -> {});
    } catch (GatewayException failure) {
      return failure;
    }
    throw new AssertionError("a shell without an engine");
  }

  @Test
  void theReadmeQuotesTheUsage() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    Path root =
        Files.exists(module.resolve("verify"))
            ? module
            : Objects.requireNonNull(module.getParent());
    Path source = root.resolve("bootstrap/src/test/java/dev/berth/bootstrap/e2e/EmbeddingE2E.java");

    String text = Files.readString(source);
    String begin = "// README:begin\n";
    int from = text.indexOf(begin) + begin.length();
    String usage = text.substring(from, text.indexOf("// README:end", from)).stripIndent().strip();

    String readme = Files.readString(root.resolve("README.md"));
    assertThat(readme).contains(usage);
    assertThat(readme.lines().filter(line -> line.startsWith("import ")))
        .hasSizeGreaterThan(10)
        .allMatch(text.lines().toList()::contains);
  }
}
