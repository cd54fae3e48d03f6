package dev.berth.application;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.configuration.QueueLimits;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import dev.berth.domain.mode.OperatingMode.Persistent;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.Program;
import dev.berth.domain.session.SessionId;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.EventSink;
import java.util.Optional;

/// What a user's connection would get, to be shown to people: nothing is made, and what is handed
/// on and sensitive is hidden.
public final class Preview {
  private Preview() {}

  /// The container of a connection; in mode session, that of a shell without terminal.
  ///
  /// @param given what the connection gets
  /// @param lease this gateway's, as its containers would name it
  /// @param engine where the container would be; it is not asked
  /// @throws dev.berth.domain.failure.GatewayException as the connection itself would be refused
  public static ContainerSpec of(
      ConnectionConfiguration given,
      Client client,
      AuthenticatedUser user,
      LeaseTerms lease,
      ContainerRuntime engine) {
    BackendConfiguration backend = given.backend();
    AuthenticatedUser shown = user.with(given.handover()).withoutSecrets();
    Pace pace = Pace.of(QueueLimits.DEFAULT);
    Workshop workshop =
        new Workshop(
            engine,
            backend,
            client,
            shown,
            labels(lease, backend, client, user.with(given.handover())),
            new ContainerRemoval(engine, client.id(), EventSink.discarding(), pace),
            pace,
            new Pulls(EventSink.discarding()),
            new Uses(),
            EventSink.discarding());
    return switch (backend.mode()) {
      case ContainerPerConnection mode -> ConnectionContainer.spec(workshop, mode);
      case ContainerPerSession mode -> SessionContainers.spec(workshop, mode, shell(client));
      case Persistent mode -> ResidentContainer.spec(workshop, mode);
    };
  }

  private static Labels labels(
      LeaseTerms lease, BackendConfiguration backend, Client client, AuthenticatedUser user) {
    return backend.mode() instanceof Persistent mode
        ? ResidentContainer.labels(lease.holder(), backend, mode, user)
        : Labels.of(lease.holder(), client, user, backend.mode()).and(lease.labels());
  }

  private static Backend.Request shell(Client client) {
    return new Backend.Request(
        new SessionId(client.id(), 0),
        new Program.Shell(),
        Environment.empty(),
        Optional.empty(),
        new Waiter(),
        new BackgroundWork());
  }
}
