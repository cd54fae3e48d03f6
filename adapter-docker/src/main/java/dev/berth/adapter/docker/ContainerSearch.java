package dev.berth.adapter.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.ListContainersCmd;
import com.github.dockerjava.api.model.Container;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Finds containers at an engine.
///
/// @param deadline of each call
record ContainerSearch(Engine engine, Duration deadline) {
  /// Whether there is such a container.
  boolean exists(ContainerId container) throws InterruptedException {
    return engine.call(
        "looking for container " + container.brief(),
        deadline,
        DockerFailures::plain,
        docker ->
            DockerFailures.found(docker.inspectContainerCmd(container.value())::exec).isPresent());
  }

  /// The container of a name.
  Optional<ContainerSummary> named(String name) throws InterruptedException {
    // The engine also takes the beginning of an identity for a name.
    return engine
        .call(
            "looking for container " + name,
            deadline,
            DockerFailures::plain,
            docker -> DockerFailures.found(docker.inspectContainerCmd(name)::exec))
        .map(ContainerSearch::summary)
        .filter(found -> found.name().equals(name));
  }

  /// The containers that pass a filter, in any state.
  List<ContainerSummary> list(UnaryOperator<ListContainersCmd> filtered)
      throws InterruptedException {
    return engine
        .call(
            "listing containers",
            deadline,
            DockerFailures::plain,
            docker -> filtered.apply(docker.listContainersCmd().withShowAll(true)).exec())
        .stream()
        .map(ContainerSearch::summary)
        .toList();
  }

  private static ContainerSummary summary(InspectContainerResponse container) {
    Map<String, String> labels = container.getConfig().getLabels();
    return new ContainerSummary(
        new ContainerId(container.getId()),
        plain(container.getName()),
        String.valueOf(container.getState().getStatus()),
        Instant.parse(container.getCreated()),
        new Labels(labels == null ? Map.of() : labels));
  }

  private static String plain(String name) {
    return name.replaceFirst("^/", "");
  }

  private static ContainerSummary summary(Container container) {
    String[] names = container.getNames();
    String name = names == null || names.length == 0 ? "" : plain(names[0]);
    Map<String, String> labels = container.getLabels();
    return new ContainerSummary(
        new ContainerId(container.getId()),
        name,
        String.valueOf(container.getState()),
        Instant.ofEpochSecond(container.getCreated()),
        new Labels(labels == null ? Map.of() : labels));
  }
}
