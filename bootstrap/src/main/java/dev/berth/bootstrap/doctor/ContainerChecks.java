package dev.berth.bootstrap.doctor;

import dev.berth.application.ContainerGateway;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import dev.berth.domain.mode.OperatingMode.Persistent;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driven.ConfigurationSource;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.Counter;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driving.ProgramStreams;
import dev.berth.ports.driving.SessionHandler;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Connects as a user would, and looks into the container for the programs that are configured.
final class ContainerChecks {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String ABOUT = "container";

  private final BackendConfiguration backend;
  private final Consumer<Finding> told;

  private ContainerChecks(BackendConfiguration backend, Consumer<Finding> told) {
    this.backend = backend;
    this.told = told;
  }

  static void look(ContainerRuntimes engines, BackendConfiguration backend, Consumer<Finding> told)
      throws InterruptedException {
    ContainerGateway gateway =
        ContainerGateway.create(
            engines,
            ConfigurationSource.fixed(alone(backend)),
            new GatewayInstance("doctor-" + ConnectionId.random().value()),
            EventSink.discarding(),
            Counter.discarding(),
            Counter.discarding());
    try {
      new ContainerChecks(backend, told).look(gateway);
    } finally {
      if (!gateway.shutdown(PATIENCE)) {
        told.accept(
            Finding.failure(ABOUT, "could not be removed in time; see berth ps and berth reap"));
      }
    }
  }

  private void look(ContainerGateway gateway) throws InterruptedException {
    Client client =
        new Client(ConnectionId.random(), new RemoteAddress("127.0.0.1", 0), "berth doctor");
    Map<String, String> programs = programs();
    try {
      SessionHandler session =
          gateway
              .connected(client)
              .handshakeSucceeded(AuthenticatedUser.of(new Username("berth-doctor")))
              .openSession(0, new byte[0]);
      long begun = System.nanoTime();
      List<String> found = answers(session, programs.values().stream().toList());
      told.accept(
          Finding.ok(
              ABOUT,
              "was created, started and ran /bin/sh after "
                  + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)
                  + " ms"));
      int at = 0;
      for (Map.Entry<String, String> program : programs.entrySet()) {
        boolean there = at < found.size() && "yes".equals(found.get(at));
        told.accept(program(program.getKey(), program.getValue(), there));
        at++;
      }
    } catch (GatewayException failure) {
      told.accept(
          failure.code() == FailureCode.SHELL_MISSING
              ? Finding.failure(
                  ABOUT,
                  EngineChecks.said(failure)
                      + "; use an image with /bin/sh: without it only the guest agent can start"
                      + " shells and subsystems")
              : Finding.failure(ABOUT, EngineChecks.said(failure)));
    }
  }

  /// A container of nobody that goes away with the connection, whatever the mode.
  private static BackendConfiguration alone(BackendConfiguration backend) {
    return backend.mode() instanceof Persistent mode ? backend.withMode(mode.host()) : backend;
  }

  /// The programs that users may ask for, by what they are for.
  private Map<String, String> programs() {
    Map<String, String> programs = new LinkedHashMap<>();
    List<String> shell =
        switch (backend.mode()) {
          case ContainerPerConnection mode -> mode.shellCommand();
          case ContainerPerSession mode -> mode.shellCommand();
          case Persistent mode -> mode.host().shellCommand();
        };
    if (!shell.isEmpty()) {
      programs.put("shellCommand", shell.getFirst());
    }
    backend
        .mode()
        .subsystems()
        .forEach((name, binary) -> programs.put("subsystem " + name, binary));
    Optional<String> agent =
        switch (backend.mode()) {
          case ContainerPerConnection mode -> mode.agent();
          case ContainerPerSession _ -> Optional.empty();
          case Persistent mode -> mode.host().agent();
        };
    agent.ifPresent(path -> programs.put("guest agent", path));
    return programs;
  }

  private static Finding program(String what, String path, boolean there) {
    String about = what + " " + path;
    if (there) {
      return Finding.ok(about, "is in the image");
    }
    return "guest agent".equals(what)
        ? Finding.ok(about, "is not in the image; with /bin/sh it is not needed")
        : Finding.warning(
            about, "is not in the image; who asks for it is refused, so configure another");
  }

  private static List<String> answers(SessionHandler session, List<String> programs)
      throws InterruptedException {
    StringBuilder script = new StringBuilder();
    for (String program : programs) {
      script
          .append("command -v '")
          .append(program.replace("'", "'\\''"))
          .append("' >/dev/null 2>&1 && echo yes || echo no; ");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    session.exec(
        Command.of(script + ":"),
        new ProgramStreams(InputStream.nullInputStream(), out, OutputStream.nullOutputStream()),
        exit::complete);
    try {
      ExitStatus status = exit.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      if (!status.equals(new ExitStatus.Exited(0))) {
        throw GatewayException.backend(
            FailureCode.INTERNAL, "a program in it ended with " + status, null);
      }
      return out.toString(StandardCharsets.UTF_8).lines().toList();
    } catch (ExecutionException | TimeoutException late) {
      throw GatewayException.backend(
          FailureCode.ENGINE_TIMEOUT, "a program in it did not end in time", late);
    }
  }
}
