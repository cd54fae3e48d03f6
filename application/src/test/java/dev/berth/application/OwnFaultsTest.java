package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.event.GatewayEvent.BackendFailed;
import dev.berth.domain.event.GatewayEvent.ContainerRemovalFailed;
import dev.berth.domain.event.GatewayEvent.InternalFault;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driven.Leases;
import dev.berth.ports.driven.RunningProgram;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import dev.berth.ports.fake.InMemoryEngine;
import dev.berth.ports.fake.RecordedEvents;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A fault of the program itself, or of an adapter, ends a session or a login, and nothing else.
class OwnFaultsTest {
  private static final BackendConfiguration IMAGE =
      BackendConfiguration.of(new ImageReference("image"));

  private final InMemoryEngine engine = InMemoryEngine.withImage("image");
  private final RecordedEvents events = new RecordedEvents();

  @Test
  @Timeout(90)
  void aLaunchThatEndsInAnErrorFailsForWhoeverWaits() throws Exception {
    ConnectionHandler handler =
        connection(IMAGE, failing(ContainerRuntime.class, engine, "create"));
    SshConnectionHandler connection = handler.handshakeSucceeded(new Username("alice"));

    assertThatThrownBy(() -> Run.exec(connection.openSession(0, new byte[0]), "true", ""))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL));
    assertThat(handler.shutdown(GatewayFixture.SOON)).isTrue();
  }

  @Test
  @Timeout(90)
  void aProgramThatIsFollowedNoMoreIsLostAndItsContainerGoes() throws Exception {
    ConnectionHandler handler =
        connection(
            IMAGE.withMode(
                new ContainerPerSession(List.of(), BackendConfiguration.DEFAULT_SUBSYSTEMS)),
            withPrograms("copyOutput"));
    SshConnectionHandler connection = handler.handshakeSucceeded(new Username("alice"));

    Run run = Run.exec(connection.openSession(0, new byte[0]), "true", "");

    assertThat(run.status()).isInstanceOf(ExitStatus.Lost.class);
    await().until(() -> engine.containers().isEmpty());
    assertThat(handler.shutdown(GatewayFixture.SOON)).isTrue();
  }

  /// Its user would look at a terminal that answers no more.
  @Test
  @Timeout(90)
  void aProgramWhoseInputIsPassedOnNoMoreEnds() throws Exception {
    ConnectionHandler handler = connection(IMAGE, engine);
    SshConnectionHandler connection = handler.handshakeSucceeded(new Username("alice"));
    InputStream faulty =
        new InputStream() {
          @Override
          public int read() {
            throw new StackOverflowError("made by the test");
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            return read();
          }
        };

    Run run = Run.exec(connection.openSession(0, new byte[0]), "cat", faulty);

    assertThat(run.status()).isNotNull();
    assertThat(events.of(InternalFault.class)).hasSize(1);
    assertThat(handler.shutdown(GatewayFixture.SOON)).isTrue();
  }

  @Test
  @Timeout(90)
  void theExitOfAProgramThatCannotBeLetGoOfIsReported() throws Exception {
    ConnectionHandler handler =
        connection(
            IMAGE.withMode(
                new ContainerPerSession(List.of(), BackendConfiguration.DEFAULT_SUBSYSTEMS)),
            withPrograms("close"));
    SshConnectionHandler connection = handler.handshakeSucceeded(new Username("alice"));

    Run run = Run.exec(connection.openSession(0, new byte[0]), "exit 3", "");

    assertThat(run.status()).isEqualTo(new ExitStatus.Exited(3));
    await().until(() -> engine.containers().isEmpty());
    assertThat(handler.shutdown(GatewayFixture.SOON)).isTrue();
  }

  @Test
  @Timeout(90)
  void aStartThatEndsInAnErrorIsToldAsAFaultOfTheGateway() throws Exception {
    ConnectionHandler handler = connection(IMAGE, failing(ContainerRuntime.class, engine, "exec"));
    SshConnectionHandler connection = handler.handshakeSucceeded(new Username("alice"));

    assertThatThrownBy(() -> Run.exec(connection.openSession(0, new byte[0]), "true", ""))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL));
    assertThat(events.of(BackendFailed.class)).hasSize(1);
    assertThat(handler.shutdown(GatewayFixture.SOON)).isTrue();
  }

  @Test
  @Timeout(90)
  void aContainerWhoseRemovalEndsInAnErrorIsRemovedTheNextTime() throws Exception {
    ConnectionHandler handler = connection(IMAGE, engine);
    SshConnectionHandler connection = handler.handshakeSucceeded(new Username("alice"));
    Run.exec(connection.openSession(0, new byte[0]), "true", "").status();
    engine.faults().fail("remove", new StackOverflowError("made by the test"));

    assertThat(handler.shutdown(GatewayFixture.SOON)).isTrue();

    assertThat(engine.containers()).isEmpty();
    assertThat(events.of(ContainerRemovalFailed.class)).hasSize(1);
  }

  @Test
  @Timeout(90)
  void aLaunchWhoseFailureCannotEvenBeToldFailsForWhoeverWaits() throws Exception {
    engine.faults().fail("create", FailureCode.CONFIGURATION_INVALID);
    ConnectionHandler handler =
        connection(
            IMAGE,
            engine,
            event -> {
              if (event instanceof BackendFailed failed && failed.session() == null) {
                throw new IllegalStateException("made by the test");
              }
            });
    SshConnectionHandler connection = handler.handshakeSucceeded(new Username("alice"));

    assertThatThrownBy(() -> Run.exec(connection.openSession(0, new byte[0]), "true", ""))
        .isInstanceOf(GatewayException.class);
    assertThat(handler.shutdown(GatewayFixture.SOON)).isTrue();
  }

  @Test
  @Timeout(90)
  void aPullWhoseBeginningCannotBeToldFailsForWhoeverWaits() {
    Pulls pulls =
        new Pulls(event -> {
          throw new StackOverflowError("made by the test");
        });

    assertThatThrownBy(() -> pulls.pull(engine, IMAGE, new ConnectionId("c0ffee"), new Waiter()))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL));
  }

  private ContainerRuntime withPrograms(String failing) {
    return (ContainerRuntime)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ContainerRuntime.class},
            (_, method, arguments) -> {
              Object result = invoke(engine, method, arguments);
              return result instanceof RunningProgram program
                  ? failing(RunningProgram.class, program, failing)
                  : result;
            });
  }

  private ConnectionHandler connection(BackendConfiguration configuration, ContainerRuntime used) {
    return connection(configuration, used, events);
  }

  private ConnectionHandler connection(
      BackendConfiguration configuration, ContainerRuntime used, EventSink told) {
    return ContainerGateway.connection(
        engines(used),
        new RemoteAddress("192.0.2.7", 40000),
        new ConnectionId("c0ffee"),
        configuration,
        told,
        () -> {},
        () -> {});
  }

  private ContainerRuntimes engines(ContainerRuntime used) {
    return new ContainerRuntimes() {
      @Override
      public ContainerRuntime at(BackendConfiguration configuration) {
        return used;
      }

      @Override
      public Leases leasesAt(BackendConfiguration configuration) {
        return engine.leases();
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }

  private static <T> T failing(Class<T> type, T real, String call) {
    return type.cast(
        Proxy.newProxyInstance(
            OwnFaultsTest.class.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              if (method.getName().equals(call)) {
                throw new StackOverflowError("made by the test");
              }
              return invoke(real, method, arguments);
            }));
  }

  private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
