package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.ContainerKey;
import dev.berth.domain.mode.IdleRule;
import dev.berth.domain.mode.IdleRule.Action;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.domain.mode.OperatingMode.Persistent;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import dev.berth.ports.fake.InMemoryContainer;
import dev.berth.ports.fake.InMemoryEngine;
import dev.berth.ports.fake.RecordedEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// Gateways in mode *persistent* on an engine in memory, and who logs in to them.
abstract class PersistentFixture {
  static final Duration AGES = Duration.ofMinutes(1);
  static final Duration OFTEN = Duration.ofMillis(200);
  static final Duration SHORT = Duration.ofMillis(800);
  static final Duration NEVER = Duration.ofHours(1);
  static final LeaseTerms OTHER = new LeaseTerms(new GatewayInstance("other"), OFTEN);
  static final String ALICES = "berth-persistent-alice";

  final InMemoryEngine engine = InMemoryEngine.withImage("image");
  final RecordedEvents events = new RecordedEvents();
  final List<ContainerGateway> gateways = new ArrayList<>();
  volatile BackendConfiguration given = keeping(NEVER, Action.REMOVE);
  final ContainerGateway gateway = gateway("self");

  static BackendConfiguration keeping(Duration timeout, Action action) {
    return keeping(new IdleRule(timeout, action, 0), new ContainerKey.LoginName());
  }

  static BackendConfiguration keeping(IdleRule rule, ContainerKey key) {
    BackendConfiguration plain = BackendConfiguration.of(new ImageReference("image"));
    return plain.withMode(
        new Persistent(
            key, Persistent.DEFAULT_PREFIX, rule, (ContainerPerConnection) plain.mode()));
  }

  ContainerGateway gateway(String name) {
    ContainerGateway made =
        ContainerGateway.create(
            engine,
            (_, _) -> ConnectionConfiguration.of(given),
            new GatewayInstance(name),
            events,
            () -> {},
            () -> {});
    gateways.add(made);
    return made;
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (ContainerGateway each : gateways) {
      assertThat(each.shutdown(AGES)).isTrue();
    }
    assertThat(engine.leases().all())
        .noneMatch(lease -> !lease.terms().holder().equals(OTHER.holder()));
  }

  /// A connection.
  static final class Login {
    final ConnectionHandler handler;
    final SshConnectionHandler connection;
    private long channels;

    Login(ContainerGateway gateway, String user, Handover handover) {
      handler =
          gateway.connected(
              new Client(ConnectionId.random(), new RemoteAddress("192.0.2.7", 1), ""));
      Username name = new Username(user);
      connection = handler.handshakeSucceeded(new AuthenticatedUser(name, name, handover));
    }

    SessionHandler session() {
      return connection.openSession(channels++, new byte[0]);
    }

    Run run(String command) throws Exception {
      Run run = Run.exec(session(), command, "");
      run.status();
      return run;
    }

    void leave() throws InterruptedException {
      assertThat(handler.shutdown(AGES)).isTrue();
    }
  }

  Login login(String user) {
    return new Login(gateway, user, Handover.nothing());
  }

  void logInAndOut(String user) throws Exception {
    Login login = login(user);
    login.run("true");
    login.leave();
  }

  InMemoryContainer only() {
    assertThat(engine.containers()).hasSize(1);
    return engine.containers().getFirst();
  }

  static void assertCode(FailureCode code, Login login) {
    assertThatThrownBy(() -> login.run("true"))
        .isInstanceOfSatisfying(
            GatewayException.class, failure -> assertThat(failure.code()).isEqualTo(code));
  }
}
