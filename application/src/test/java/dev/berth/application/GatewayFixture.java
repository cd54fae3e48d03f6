package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.configuration.SecurityPolicy;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driven.ConfigurationSource;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.ProgramStreams;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import dev.berth.ports.fake.InMemoryEngine;
import dev.berth.ports.fake.RecordedEvents;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One connection to a gateway on an engine in memory.
final class GatewayFixture {
  static final Duration SOON = Duration.ofSeconds(60);

  final InMemoryEngine engine = InMemoryEngine.withImage("image");
  final RecordedEvents events = new RecordedEvents();
  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger failures = new AtomicInteger();
  final ConnectionHandler handler;

  private GatewayFixture(BackendConfiguration configuration) {
    handler =
        ContainerGateway.connection(
            engine,
            new RemoteAddress("192.0.2.7", 40000),
            new ConnectionId("c0ffee"),
            configuration,
            events,
            requests::incrementAndGet,
            failures::incrementAndGet);
  }

  private GatewayFixture(ConnectionConfiguration configuration) {
    handler =
        ContainerGateway.create(
                engine,
                ConfigurationSource.fixed(configuration),
                new GatewayInstance("test"),
                events,
                requests::incrementAndGet,
                failures::incrementAndGet)
            .connected(
                new Client(new ConnectionId("c0ffee"), new RemoteAddress("192.0.2.7", 40000), ""));
  }

  static GatewayFixture connectionMode() {
    return with(BackendConfiguration.of(new ImageReference("image")));
  }

  static GatewayFixture sessionMode() {
    return with(
        BackendConfiguration.of(new ImageReference("image"))
            .withMode(new ContainerPerSession(List.of(), BackendConfiguration.DEFAULT_SUBSYSTEMS)));
  }

  static GatewayFixture with(BackendConfiguration configuration) {
    return new GatewayFixture(configuration);
  }

  /// In either mode, with a policy.
  static List<GatewayFixture> inBothModes(SecurityPolicy policy) {
    BackendConfiguration image = BackendConfiguration.of(new ImageReference("image"));
    return List.of(
        new GatewayFixture(ConnectionConfiguration.of(image).with(policy)),
        new GatewayFixture(
            ConnectionConfiguration.of(
                    image.withMode(
                        new ContainerPerSession(
                            List.of(), BackendConfiguration.DEFAULT_SUBSYSTEMS)))
                .with(policy)));
  }

  SshConnectionHandler logIn() {
    return handler.handshakeSucceeded(new Username("alice"));
  }

  /// Waits until everything is gone.
  void leave() throws InterruptedException {
    assertThat(handler.shutdown(SOON)).isTrue();
    assertThat(engine.containers()).isEmpty();
  }

  /// A session's streams and what came of them.
  static final class Run {
    final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    final ProgramStreams streams;

    Run(InputStream stdin) {
      streams = new ProgramStreams(stdin, stdout, stderr);
    }

    static Run exec(SessionHandler session, String command, String stdin)
        throws InterruptedException {
      return exec(
          session, command, new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)));
    }

    static Run exec(SessionHandler session, String command, InputStream stdin)
        throws InterruptedException {
      Run run = new Run(stdin);
      session.exec(Command.of(command), run.streams, run.exit::complete);
      return run;
    }

    ExitStatus status() throws Exception {
      return exit.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    String out() {
      return stdout.toString(StandardCharsets.UTF_8);
    }

    String err() {
      return stderr.toString(StandardCharsets.UTF_8);
    }
  }

  /// A stdin that says nothing until it is closed or breaks off.
  static final class SilentInput extends InputStream {
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    @Override
    public int read() throws IOException {
      try {
        return end.join();
      } catch (CompletionException brokenOff) {
        throw new IOException("the channel is closed", brokenOff);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return read();
    }

    /// Lets reading fail.
    void breakOff() {
      end.completeExceptionally(new IOException());
    }

    @Override
    public void close() {
      end.complete(-1);
    }
  }
}
