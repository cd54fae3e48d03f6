package dev.berth.ports.fake;

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
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.Environment;
import dev.berth.domain.session.Signal;
import dev.berth.domain.session.Terminal;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.Leases;
import dev.berth.ports.driven.Lifeline;
import dev.berth.ports.driven.RunningProgram;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A container engine in memory. Calls can be made to fail or to hang with [#faults].
public final class InMemoryEngine implements ContainerRuntimes, ContainerRuntime {
  private final Set<String> images = ConcurrentHashMap.newKeySet();
  private final Set<String> pullable = ConcurrentHashMap.newKeySet();
  private final Map<String, InMemoryContainer> containers = new ConcurrentHashMap<>();
  private final List<InMemoryProgram> programs = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger pulls = new AtomicInteger();
  private final Faults faults = new Faults();
  private final Leases leases = new InMemoryLeases(faults);

  /// An engine that has one image.
  public static InMemoryEngine withImage(String image) {
    InMemoryEngine engine = new InMemoryEngine();
    engine.images.add(image);
    return engine;
  }

  /// Lets an image be pulled.
  public void offer(String image) {
    pullable.add(image);
  }

  /// How many pulls were begun.
  public int pulls() {
    return pulls.get();
  }

  /// What goes wrong.
  public Faults faults() {
    return faults;
  }

  /// All programs that were started, the first one first.
  public List<InMemoryProgram> programs() {
    return List.copyOf(programs);
  }

  /// Lets go of the programs that were started.
  public void forgetPrograms() {
    programs.clear();
  }

  /// All containers there are.
  public List<InMemoryContainer> containers() {
    return List.copyOf(containers.values());
  }

  @Override
  public ContainerRuntime at(BackendConfiguration configuration) {
    return this;
  }

  @Override
  public void close() {}

  @Override
  public String ping() throws InterruptedException {
    faults.at("ping");
    return "in memory 1";
  }

  @Override
  public boolean imagePresent(ImageReference image) throws InterruptedException {
    faults.at("imagePresent");
    return images.contains(image.value());
  }

  @Override
  public void pull(ImageReference image, Consumer<PullProgress> progress)
      throws InterruptedException {
    pulls.incrementAndGet();
    progress.accept(new PullProgress(7, 3, 4_500_000, 12_000_000));
    faults.at("pull");
    if (!pullable.contains(image.value())) {
      throw failure(FailureCode.IMAGE_MISSING, "no registry has " + image);
    }
    images.add(image.value());
  }

  @Override
  public String describe(ContainerSpec spec) {
    return spec.name() + " of " + spec.settings().image();
  }

  @Override
  public ContainerId create(ContainerSpec spec) throws InterruptedException {
    faults.at("create");
    if (!images.contains(spec.settings().image().value())) {
      throw failure(FailureCode.IMAGE_MISSING, "no image " + spec.settings().image());
    }
    ContainerId id = new ContainerId("c" + numbers.incrementAndGet());
    synchronized (containers) {
      checkFree(spec.name());
      containers.put(id.value(), new InMemoryContainer(id, spec));
    }
    faults.at("created");
    return id;
  }

  @Override
  public void placeFiles(ContainerId id, Map<String, HandedFile> files)
      throws InterruptedException {
    faults.at("placeFiles");
    existing(id).files().putAll(files);
  }

  @Override
  public Lifeline startHost(ContainerId id) throws InterruptedException {
    faults.at("start");
    InMemoryContainer container = existing(id);
    container.state("running");
    return container.lifeline(() -> containers.remove(id.value()));
  }

  @Override
  public void startResident(ContainerId id) throws InterruptedException {
    faults.at("start");
    existing(id).state("running");
  }

  @Override
  public RunningProgram startSingle(ContainerId id, Optional<Terminal> terminal)
      throws InterruptedException {
    faults.at("start");
    InMemoryContainer container = existing(id);
    ContainerRole.Single role = (ContainerRole.Single) container.spec().role();
    byte[] command = command(role.invocation());
    if (new String(command, StandardCharsets.UTF_8).startsWith("/nonexistent")) {
      throw failure(FailureCode.CONTAINER_COMMAND, "no such program");
    }
    container.state("running");
    return run(container, command, container.spec().environment(), terminal, true);
  }

  @Override
  public RunningProgram exec(ContainerId id, ExecSpec spec) throws InterruptedException {
    faults.at("exec");
    InMemoryContainer container = existing(id);
    checkRunning(container);
    return run(
        container,
        command(spec.invocation()),
        container.spec().environment().with(spec.environment()),
        spec.terminal(),
        false);
  }

  @Override
  public boolean signalRemains(ContainerId container, List<ProgramMark> ended, Signal signal)
      throws InterruptedException {
    faults.at("signalRemains");
    boolean any = false;
    for (InMemoryProgram program : existing(container).programs()) {
      any |= program.mark().filter(ended::contains).isPresent() && program.signalRemains(signal);
    }
    return any;
  }

  private InMemoryProgram run(
      InMemoryContainer container,
      byte[] command,
      Environment environment,
      Optional<Terminal> terminal,
      boolean own) {
    InMemoryProgram program =
        new InMemoryProgram(
            command,
            surroundings(environment, terminal),
            container.files(),
            terminal,
            faults,
            _ -> {
              if (own) {
                containers.remove(container.id().value());
              }
            });
    programs.add(program);
    container.add(program);
    return program.start();
  }

  /// Everybody is root.
  private static Environment surroundings(Environment given, Optional<Terminal> terminal) {
    Environment account = Environment.empty().with("USER", "root").with("LOGNAME", "root");
    Environment all = account.with(given);
    return terminal.isPresent() ? all.with("SSH_TTY", TinyShell.TERMINAL) : all;
  }

  private static byte[] command(Invocation invocation) {
    return switch (invocation) {
      case Invocation.ShellCommand(var command) -> command.bytes();
      case Invocation.Arguments(var argv) ->
          String.join(" ", argv).getBytes(StandardCharsets.UTF_8);
      case Invocation.ImageDefault _ -> "cat".getBytes(StandardCharsets.UTF_8);
    };
  }

  private void checkFree(String name) {
    if (containers.values().stream().anyMatch(c -> c.name().equals(name))) {
      throw failure(FailureCode.CONTAINER_NAME_CONFLICT, "name taken: " + name);
    }
  }

  @Override
  public void rename(ContainerId id, String name) throws InterruptedException {
    faults.at("rename");
    synchronized (containers) {
      checkFree(name);
      existing(id).rename(name);
    }
  }

  @Override
  public void signal(ContainerId id, Signal signal) throws InterruptedException {
    faults.at("signal");
    for (InMemoryProgram program : existing(id).programs()) {
      program.signal(signal);
    }
  }

  @Override
  public void stop(ContainerId id) throws InterruptedException {
    faults.at("stop");
    InMemoryContainer container = existing(id);
    if (!"created".equals(container.state())) {
      container.state("exited");
      container.endPrograms();
    }
  }

  @Override
  public void pause(ContainerId id) throws InterruptedException {
    faults.at("pause");
    checkRunning(existing(id));
    existing(id).state("paused");
  }

  @Override
  public void unpause(ContainerId id) throws InterruptedException {
    faults.at("unpause");
    if ("paused".equals(existing(id).state())) {
      existing(id).state("running");
    }
    checkRunning(existing(id));
  }

  @Override
  public Duration processorTime(ContainerId id) throws InterruptedException {
    faults.at("processorTime");
    checkRunning(existing(id));
    return existing(id).processorTime();
  }

  private static void checkRunning(InMemoryContainer container) {
    switch (container.state()) {
      case "running" -> {
        // As it must be.
      }
      case "paused" ->
          throw failure(FailureCode.CONTAINER_PAUSED, "container " + container.id() + " is paused");
      default ->
          throw failure(
              FailureCode.CONTAINER_GONE, "container " + container.id() + " is not running");
    }
  }

  @Override
  public void remove(ContainerId id) throws InterruptedException {
    faults.at("remove");
    vanish(id);
  }

  /// A container and its programs are gone, without anybody's asking.
  public void vanish(ContainerId id) {
    InMemoryContainer gone = containers.remove(id.value());
    if (gone != null) {
      gone.end();
    }
  }

  @Override
  public Optional<ContainerSummary> find(String name) throws InterruptedException {
    faults.at("find");
    return containers.values().stream()
        .filter(c -> c.name().equals(name))
        .map(InMemoryContainer::summary)
        .findFirst();
  }

  @Override
  public List<ContainerSummary> list(Labels labels) throws InterruptedException {
    faults.at("list");
    return containers.values().stream()
        .filter(c -> c.spec().labels().values().entrySet().containsAll(labels.values().entrySet()))
        .map(InMemoryContainer::summary)
        .toList();
  }

  @Override
  public List<ContainerSummary> listLabelled(String label) throws InterruptedException {
    faults.at("list");
    return containers.values().stream()
        .filter(c -> c.spec().labels().values().containsKey(label))
        .map(InMemoryContainer::summary)
        .toList();
  }

  @Override
  public Leases leasesAt(BackendConfiguration configuration) {
    return leases;
  }

  /// The leases that are held here.
  public Leases leases() {
    return leases;
  }

  private InMemoryContainer existing(ContainerId id) {
    InMemoryContainer container = containers.get(id.value());
    if (container == null) {
      throw failure(FailureCode.CONTAINER_GONE, "no container " + id);
    }
    return container;
  }

  private static GatewayException failure(FailureCode code, String message) {
    return GatewayException.backend(code, message, null);
  }
}
