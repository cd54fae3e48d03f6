package dev.berth.adapter.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Command;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.WindowSize;
import dev.berth.ports.driven.ContainerRuntime;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each kind of call to an engine that hangs has a deadline of its own: here the only one that is
/// not for ever.
@Timeout(120)
class TimeoutsTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration EVER = Duration.ofHours(10);
  private static final ContainerId CONTAINER = new ContainerId("c0ffee");
  private static final ImageReference IMAGE = new ImageReference("image");

  /// What is asked of a runtime, whatever comes of it.
  interface Call {
    void on(ContainerRuntime runtime) throws Exception;
  }

  /// @param key of `docker.timeouts`
  /// @param line how the request line ends that is not answered
  record Case(String key, String line, Call call) {
    @Override
    public String toString() {
      return key + ": " + line;
    }
  }

  private static Stream<Case> cases() {
    return Stream.of(
        new Case("containerStart", "/containers/create", runtime -> runtime.create(spec())),
        new Case("containerStart", "/c0ffee/start", runtime -> runtime.startResident(CONTAINER)),
        new Case("containerStart", "/c0ffee/unpause", runtime -> runtime.unpause(CONTAINER)),
        new Case("containerStop", "DELETE /v1.41/containers/c0ffee", r -> r.remove(CONTAINER)),
        new Case("containerStop", "/c0ffee/stop", runtime -> runtime.stop(CONTAINER)),
        new Case("containerStop", "/c0ffee/pause", runtime -> runtime.pause(CONTAINER)),
        new Case("commandStart", "/c0ffee/exec", runtime -> runtime.exec(CONTAINER, shell())),
        new Case("signal", "/c0ffee/kill", runtime -> runtime.signal(CONTAINER, Signal.TERM)),
        new Case("http", "/version", ContainerRuntime::ping),
        new Case("http", "/images/image/json", runtime -> runtime.imagePresent(IMAGE)),
        new Case("http", "/containers/json", runtime -> runtime.list(new Labels(Map.of()))),
        new Case("http", "/c0ffee/json", runtime -> runtime.startResident(CONTAINER)),
        new Case("http", "/c0ffee/rename", runtime -> runtime.rename(CONTAINER, "other")),
        new Case("http", "/c0ffee/stats", runtime -> runtime.processorTime(CONTAINER)));
  }

  private static ContainerSpec spec() {
    return new ContainerSpec(
        "name",
        ContainerSettings.of(IMAGE),
        new ContainerRole.Host(BackendConfiguration.DEFAULT_IDLE_COMMAND),
        Environment.empty(),
        new Labels(Map.of()));
  }

  private static ExecSpec shell() {
    return new ExecSpec(
        new Invocation.ShellCommand(Command.of("true")), Environment.empty(), Optional.empty());
  }

  /// All for ever but one.
  private static Timeouts only(String key) {
    List<Duration> values =
        Stream.of(
                "containerStart",
                "containerStop",
                "commandStart",
                "signal",
                "window",
                "http",
                "imagePull")
            .map(each -> each.equals(key) ? SHORT : EVER)
            .toList();
    assertThat(values).contains(SHORT);
    return new Timeouts(
        values.get(0),
        values.get(1),
        values.get(2),
        values.get(3),
        values.get(4),
        values.get(5),
        values.get(6));
  }

  private static BackendConfiguration within(Timeouts timeouts, TrivialEngine engine) {
    BackendConfiguration like = engine.configuration();
    return like.withTimeouts(timeouts);
  }

  private static TrivialEngine silentAt(String line) {
    TrivialEngine engine = new TrivialEngine("{\"ApiVersion\": \"1.41\"}");
    engine.silentAt(line);
    return engine;
  }

  private static void assertLate(Case late, FailureCode code) {
    try (TrivialEngine engine = silentAt(late.line());
        DockerContainerRuntimes runtimes = new DockerContainerRuntimes()) {
      ContainerRuntime runtime = runtimes.at(within(only(late.key()), engine));
      assertThatThrownBy(() -> late.call().on(runtime))
          .isInstanceOfSatisfying(
              GatewayException.class, failure -> assertThat(failure.code()).isEqualTo(code));
      assertThat(engine.asked().getLast()).endsWith(late.line());
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aCallIsGivenUpAfterItsOwn(Case late) {
    assertLate(late, FailureCode.ENGINE_TIMEOUT);
  }

  @Test
  void aPullIsGivenUpAfterItsOwn() {
    assertLate(
        new Case("imagePull", "/images/create", runtime -> runtime.pull(IMAGE, _ -> {})),
        FailureCode.PULL_FAILED);
  }

  @Test
  void aResizeIsGivenUpAfterItsOwn() throws Exception {
    try (TrivialEngine stub = silentAt("/resize");
        Engine engine = new Engine(stub.endpoint());
        ContainerExit exit = ContainerExit.ask(engine, CONTAINER, EVER);
        Socket none = new Socket()) {
      EngineStream stream =
          new EngineStream(
              none,
              none,
              new InputBuffer(InputStream.nullInputStream()),
              OutputStream.nullOutputStream());
      ContainerProgram program =
          new ContainerProgram(engine, CONTAINER, only("window"), stream, true, exit);

      assertThatThrownBy(() -> program.resize(new WindowSize(80, 24, 0, 0)))
          .isInstanceOfSatisfying(
              GatewayException.class,
              failure -> assertThat(failure.code()).isEqualTo(FailureCode.ENGINE_TIMEOUT));
      assertThat(stub.asked().getLast()).endsWith("/c0ffee/resize");
    }
  }
}
