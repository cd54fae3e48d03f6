package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.application.GatewayFixture.SilentInput;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.event.GatewayEvent.RemainsNotEnded;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.RunningProgram;
import dev.berth.ports.driving.SessionHandler;
import dev.berth.ports.driving.SshConnectionHandler;
import dev.berth.ports.fake.InMemoryProgram;
import dev.berth.ports.fake.RecordedEvents;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What programs leave behind in a connection that goes on.
class LeftoversTest {
  private static final String BACKGROUND = "sleep 60 &";
  private static final ContainerId CONTAINER = new ContainerId("0123456789abcdef");
  private static final ConnectionId CONNECTION = new ConnectionId("c0ffee");

  private final GatewayFixture gateway = GatewayFixture.connectionMode();
  private final SshConnectionHandler connection = gateway.logIn();

  private InMemoryProgram run(SessionHandler session) throws Exception {
    assertThat(Run.exec(session, BACKGROUND, "").status()).isEqualTo(new ExitStatus.Exited(0));
    return gateway.engine.programs().getLast();
  }

  @Test
  void endsSoonAfterItsProgramAndNothingElseDoes() throws Exception {
    try (SilentInput stdin = new SilentInput()) {
      Run other = Run.exec(connection.openSession(0, new byte[0]), "cat", stdin);

      InMemoryProgram program = run(connection.openSession(1, new byte[0]));

      await().until(() -> !program.hasLeftSomething());
      assertThat(other.exit).isNotDone();
    }
    gateway.leave();
  }

  @Test
  void isKilledIfItDoesNotGo() throws Exception {
    SessionHandler session = connection.openSession(0, new byte[0]);
    session.env("IGNORE_HUP", "1");
    session.env("IGNORE_TERM", "1");

    InMemoryProgram program = run(session);

    await().until(() -> !program.hasLeftSomething());
    gateway.leave();
  }

  @Test
  void isEndedEvenIfTheEngineIsAwayForAMoment() throws Exception {
    gateway.engine.faults().fail("signalRemains", FailureCode.ENGINE_UNREACHABLE, 2);

    InMemoryProgram program = run(connection.openSession(0, new byte[0]));

    await().until(() -> !program.hasLeftSomething());
    gateway.leave();
  }

  @Test
  void isEndedEvenIfTheFirstAttemptEndsInAnError() throws Exception {
    gateway.engine.faults().fail("signalRemains", new StackOverflowError("made by the test"));

    InMemoryProgram program = run(connection.openSession(0, new byte[0]));

    await().until(() -> !program.hasLeftSomething());
    gateway.leave();
  }

  @Test
  void isEndedAfterAFaultThatCouldNotEvenBeTold() {
    List<String> asked = new CopyOnWriteArrayList<>();
    Leftovers leftovers =
        new Leftovers(
            asked(program -> {
              asked.add(program);
              if (program.equals("lost")) {
                throw new StackOverflowError("made by the test");
              }
            }),
            CONTAINER,
            CONNECTION,
            _ -> {
              throw new StackOverflowError("made by the test");
            },
            Duration.ofMillis(1));
    leftovers.of(program("lost"));

    await().dontCatchUncaughtExceptions().until(() -> Collections.frequency(asked, "lost") == 10);
    await()
        .dontCatchUncaughtExceptions()
        .until(() -> {
          leftovers.of(program("next"));
          return asked.contains("next");
        });
    leftovers.over();
  }

  @Test
  void isEndedForOthersWhileItCannotBeForOneAndThatIsTold() {
    RecordedEvents events = new RecordedEvents();
    List<String> asked = new CopyOnWriteArrayList<>();
    Leftovers leftovers =
        new Leftovers(
            asked(program -> {
              asked.add(program);
              if (program.equals("stuck")) {
                throw GatewayException.backend(FailureCode.ENGINE_ERROR, "no processes", null);
              }
            }),
            CONTAINER,
            CONNECTION,
            events,
            Duration.ofMillis(50));
    leftovers.of(program("stuck"));
    await().until(() -> asked.contains("stuck"));
    leftovers.of(program("other"));

    await().until(() -> asked.contains("other"));
    assertThat(events.of(RemainsNotEnded.class)).isEmpty();
    await().until(() -> !events.of(RemainsNotEnded.class).isEmpty());
    assertThat(events.of(RemainsNotEnded.class))
        .singleElement()
        .satisfies(told -> {
          assertThat(told.connection()).isEqualTo(CONNECTION);
          assertThat(told.container()).isEqualTo(CONTAINER);
          assertThat(told.programs()).isEqualTo(1);
        });
    assertThat(asked).filteredOn("stuck"::equals).hasSize(10);
    leftovers.over();
  }

  @Test
  void isNobodysConcernOnceTheContainerIsGone() {
    RecordedEvents events = new RecordedEvents();
    List<String> asked = new CopyOnWriteArrayList<>();
    Leftovers leftovers =
        new Leftovers(
            asked(program -> {
              asked.add(program);
              throw GatewayException.backend(FailureCode.CONTAINER_GONE, "it ended", null);
            }),
            CONTAINER,
            CONNECTION,
            events,
            Duration.ofMillis(10));
    leftovers.of(program("first"));
    await().until(() -> asked.contains("first"));
    leftovers.of(program("second"));

    await().during(Duration.ofMillis(200)).until(() -> asked.equals(List.of("first", "second")));
    assertThat(events.of(RemainsNotEnded.class)).isEmpty();
    leftovers.over();
  }

  private static RunningProgram program(String mark) {
    return only(RunningProgram.class, "mark", _ -> Optional.of(new ProgramMark(mark)));
  }

  /// An engine that finds nothing.
  private static ContainerRuntime asked(Consumer<String> told) {
    return only(
        ContainerRuntime.class,
        "signalRemains",
        arguments -> {
          ((List<?>) arguments[1]).forEach(mark -> told.accept(((ProgramMark) mark).value()));
          return false;
        });
  }

  private static <T> T only(Class<T> type, String call, Function<Object[], Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            LeftoversTest.class.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              assertThat(method.getName()).isEqualTo(call);
              return answer.apply(arguments);
            }));
  }

  @Test
  void isEndedForEveryOneOfManyPrograms() throws Exception {
    for (int i = 0; i < 150; i++) {
      run(connection.openSession(i, new byte[0]));
    }

    await()
        .until(
            () -> gateway.engine.programs().stream().noneMatch(InMemoryProgram::hasLeftSomething));
    gateway.leave();
  }
}
