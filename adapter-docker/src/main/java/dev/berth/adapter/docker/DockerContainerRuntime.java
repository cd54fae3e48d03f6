package dev.berth.adapter.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.Version;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.ExecSpec;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Invocation;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.ProgramMark;
import dev.berth.domain.container.PullProgress;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.Lifeline;
import dev.berth.ports.driven.RunningProgram;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/// Containers of one Docker engine, with one configuration's timeouts and credentials.
final class DockerContainerRuntime implements ContainerRuntime {
  private static final MediaType JSON = MediaType.get("application/json");
  private static final byte[] NOTHING = {};

  private final Engine engine;
  private final Timeouts timeouts;
  private final ImagePull pull;
  private final ContainerSearch search;

  DockerContainerRuntime(Engine engine, BackendConfiguration configuration) {
    this.engine = engine;
    this.timeouts = configuration.timeouts();
    this.search = new ContainerSearch(engine, timeouts.http());
    this.pull =
        new ImagePull(
            engine,
            timeouts,
            configuration.registryCredentials(),
            CreateRequest.platform(configuration.settings()));
  }

  @Override
  public String ping() throws InterruptedException {
    Version version = engine.describe(timeouts.http());
    return "Docker Engine %s (API %s)".formatted(version.getVersion(), version.getApiVersion());
  }

  @Override
  public boolean imagePresent(ImageReference image) throws InterruptedException {
    return engine.call(
        "looking for image " + image,
        timeouts.http(),
        DockerFailures::plain,
        docker -> DockerFailures.found(docker.inspectImageCmd(image.value())::exec).isPresent());
  }

  @Override
  public void pull(ImageReference image, Consumer<PullProgress> progress)
      throws InterruptedException {
    pull.run(image, progress);
  }

  @Override
  public ContainerId create(ContainerSpec spec) throws InterruptedException {
    String attempt = "creating container " + spec.name() + " from " + spec.settings().image();
    CreateRequest wanted = new CreateRequest(spec, defaults(spec));
    RequestBody body =
        RequestBody.create(wanted.body().toString().getBytes(StandardCharsets.UTF_8), JSON);
    String path =
        engine.prefix(timeouts.http())
            + "/containers/create?"
            + query(spec.name(), engine.speaks(1, 41, timeouts.http()) ? wanted.platform() : "");
    return engine.guarded(
        attempt,
        DockerFailures::creating,
        () -> {
          try (Response response =
              engine
                  .newCall(new Request.Builder().post(body), path, timeouts.containerStart())
                  .execute()) {
            if (!response.isSuccessful()) {
              throw engine.refusal(attempt, response, DockerFailures::creating);
            }
            JsonNode answer = Json.MAPPER.readTree(response.body().byteStream());
            return new ContainerId(answer.path("Id").asText());
          }
        });
  }

  @Override
  public String describe(ContainerSpec spec) throws InterruptedException {
    CreateRequest wanted = new CreateRequest(spec, defaults(spec));
    return "POST /containers/create?"
        + query(spec.name(), wanted.platform())
        + "\n"
        + wanted.body().toPrettyString();
  }

  private ImageDefaults defaults(ContainerSpec spec) throws InterruptedException {
    return spec.role() instanceof ContainerRole.Single
        ? ImageDefaults.of(engine, spec.settings().image(), timeouts.http())
        : ImageDefaults.none();
  }

  private static String query(String name, String platform) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("name", name);
    if (!platform.isEmpty()) {
      parameters.put("platform", platform);
    }
    return Query.of(parameters);
  }

  @Override
  public void placeFiles(ContainerId container, Map<String, HandedFile> files)
      throws InterruptedException {
    new FilePlacement(engine, container, timeouts.containerStart()).run(files);
  }

  @Override
  public Lifeline startHost(ContainerId container) throws InterruptedException {
    EngineStream stream = attach(container);
    boolean started = false;
    try {
      start(container);
      started = true;
      return new StdinLifeline(stream);
    } finally {
      if (!started) {
        stream.close();
      }
    }
  }

  @Override
  public void startResident(ContainerId container) throws InterruptedException {
    start(container);
  }

  @Override
  public RunningProgram startSingle(ContainerId container, Optional<Terminal> terminal)
      throws InterruptedException {
    EngineStream stream = attach(container);
    ContainerExit exit = null;
    boolean started = false;
    try {
      exit = ContainerExit.ask(engine, container, timeouts.containerStart());
      start(container);
      ContainerProgram program =
          new ContainerProgram(engine, container, timeouts, stream, terminal.isPresent(), exit);
      if (terminal.isPresent()) {
        program.resizeAtStart(terminal.get().size());
      }
      started = true;
      return program;
    } finally {
      if (!started) {
        stream.close();
        if (exit != null) {
          exit.close();
        }
      }
    }
  }

  private EngineStream attach(ContainerId container) throws InterruptedException {
    String attempt = "attaching to container " + container.brief();
    String path =
        engine.prefix(timeouts.http())
            + "/containers/"
            + container
            + "/attach?stream=1&stdin=1&stdout=1&stderr=1";
    return Upgrade.open(
        engine, attempt, path, NOTHING, timeouts.containerStart(), DockerFailures::starting);
  }

  private void start(ContainerId container) throws InterruptedException {
    new ProgramCheck(engine, container, timeouts.http()).run();
    engine.call(
        "starting container " + container.brief(),
        timeouts.containerStart(),
        DockerFailures::starting,
        docker -> DockerFailures.unlessSo(docker.startContainerCmd(container.value())::exec));
  }

  @Override
  public RunningProgram exec(ContainerId container, ExecSpec spec) throws InterruptedException {
    try {
      return start(container, spec, ShellLauncher.create());
    } catch (GatewayException noShell) {
      if (noShell.code() != FailureCode.SHELL_MISSING
          || spec.agent().isEmpty()
          || !(spec.invocation() instanceof Invocation.Arguments)) {
        throw noShell;
      }
      return byAgent(container, spec, noShell);
    }
  }

  /// Where there is no shell there may be the guest agent. Where there is neither, it is the shell
  /// that users are told of.
  private RunningProgram byAgent(ContainerId container, ExecSpec spec, GatewayException noShell)
      throws InterruptedException {
    try {
      return start(container, spec, new AgentLauncher(spec.agent().orElseThrow()));
    } catch (GatewayException noAgent) {
      if (noAgent.code() != FailureCode.SHELL_MISSING) {
        throw noAgent;
      }
      noShell.addSuppressed(noAgent);
      throw noShell;
    }
  }

  private RunningProgram start(ContainerId container, ExecSpec spec, Launcher launcher)
      throws InterruptedException {
    return new ExecStart(engine, timeouts, container, spec, launcher).run();
  }

  @Override
  public boolean signalRemains(ContainerId container, List<ProgramMark> ended, Signal signal)
      throws InterruptedException {
    return new Remains(engine, container, timeouts.signal()).signal(ended, signal);
  }

  @Override
  public void rename(ContainerId container, String name) throws InterruptedException {
    engine.call(
        "renaming container " + container.brief(),
        timeouts.http(),
        DockerFailures::creating,
        docker -> docker.renameContainerCmd(container.value()).withName(name).exec());
  }

  @Override
  public void signal(ContainerId container, Signal signal) throws InterruptedException {
    engine.call(
        "sending " + signal.name() + " to container " + container.brief(),
        timeouts.signal(),
        DockerFailures::reaching,
        docker ->
            docker.killContainerCmd(container.value()).withSignal(signal.kernelName()).exec());
  }

  @Override
  public void stop(ContainerId container) throws InterruptedException {
    engine.call(
        "stopping container " + container.brief(),
        timeouts.containerStop(),
        DockerFailures::reaching,
        docker -> DockerFailures.unlessSo(docker.stopContainerCmd(container.value())::exec));
  }

  @Override
  public void pause(ContainerId container) throws InterruptedException {
    engine.call(
        "pausing container " + container.brief(),
        timeouts.containerStop(),
        DockerFailures::reaching,
        docker -> docker.pauseContainerCmd(container.value()).exec());
  }

  @Override
  public void unpause(ContainerId container) throws InterruptedException {
    String attempt = "unpausing container " + container.brief();
    // An engine says of one that has ended, too, only that it is not paused.
    boolean runs =
        engine.call(
            attempt,
            timeouts.containerStart(),
            DockerFailures::reaching,
            docker ->
                DockerFailures.unpaused(docker.unpauseContainerCmd(container.value())::exec)
                    || Boolean.TRUE.equals(
                        docker
                            .inspectContainerCmd(container.value())
                            .exec()
                            .getState()
                            .getRunning()));
    if (!runs) {
      throw DockerFailures.notRunning(attempt, engine.endpoint(), container);
    }
  }

  @Override
  public Duration processorTime(ContainerId container) throws InterruptedException {
    String attempt = "asking for the processor time of container " + container.brief();
    String path =
        engine.prefix(timeouts.http())
            + "/containers/"
            + container
            + "/stats?stream=false&one-shot=true";
    return engine.guarded(
        attempt,
        DockerFailures::reaching,
        () -> {
          try (Response response =
              engine.newCall(new Request.Builder().get(), path, timeouts.http()).execute()) {
            if (!response.isSuccessful()) {
              throw engine.refusal(attempt, response, DockerFailures::reaching);
            }
            return Duration.ofNanos(
                Json.MAPPER
                    .readTree(response.body().byteStream())
                    .path("cpu_stats")
                    .path("cpu_usage")
                    .path("total_usage")
                    .asLong());
          }
        });
  }

  @Override
  public void remove(ContainerId container) throws InterruptedException {
    String attempt = "removing container " + container.brief();
    long end = System.nanoTime() + timeouts.containerStop().toNanos();
    boolean gone =
        engine.call(
            attempt,
            timeouts.containerStop(),
            DockerFailures::plain,
            docker ->
                DockerFailures.removed(
                    docker
                            .removeContainerCmd(container.value())
                            .withForce(true)
                            .withRemoveVolumes(true)
                        ::exec));
    Backoff backoff = new Backoff(Duration.ofMillis(100));
    while (!gone) {
      if (System.nanoTime() - end > 0) {
        throw DockerFailures.timeout(attempt, engine.endpoint(), null);
      }
      backoff.pause();
      gone = !search.exists(container);
    }
  }

  @Override
  public Optional<ContainerSummary> find(String name) throws InterruptedException {
    return search.named(name);
  }

  @Override
  public List<ContainerSummary> list(Labels labels) throws InterruptedException {
    return search.list(command -> command.withLabelFilter(labels.values()));
  }

  @Override
  public List<ContainerSummary> listLabelled(String label) throws InterruptedException {
    return search.list(command -> command.withLabelFilter(List.of(label)));
  }
}
