package dev.berth.adapter.config;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.EngineEndpoint.Tls;
import dev.berth.domain.container.EngineFields;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.mode.OperatingMode;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import dev.berth.domain.mode.OperatingMode.Persistent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// `docker`: the engine and the containers. The keys are in [DockerKeys].
final class DockerSection {
  static final List<Key<?>> KEYS = DockerKeys.ALL;

  private static final List<Key<String>> TLS =
      List.of(DockerKeys.CA_CERT, DockerKeys.CERT, DockerKeys.KEY);

  private DockerSection() {}

  static void check(Values values, Problems problems) {
    PersistentKeys.check(values, problems);
    List<Key<String>> given = TLS.stream().filter(values::isGiven).toList();
    if (given.isEmpty()) {
      return;
    }
    KeyPath path = given.getFirst().path();
    String missing =
        TLS.stream()
            .filter(key -> !given.contains(key))
            .map(key -> key.path().toString())
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      problems.add(
          values.at(path),
          path,
          "TLS takes cacert, cert and key, all three or none; missing: " + missing);
    }
    if (!values.isWrong(DockerKeys.HOST) && values.get(DockerKeys.HOST).isSocket()) {
      problems.add(
          values.at(path), path, "TLS is for tcp:// engines; docker.connection.host is a socket");
    }
  }

  static BackendConfiguration configuration(Values values) {
    ContainerType.Fields container =
        values
            .find(DockerKeys.CONTAINER)
            .orElse(new ContainerType.Fields(Optional.empty(), EngineFields.none()));
    return new BackendConfiguration(
        new EngineEndpoint(values.get(DockerKeys.HOST).uri(), tls(values)),
        mode(values),
        new ContainerSettings(
            container.image().orElse(new ImageReference(DockerKeys.DEFAULT_IMAGE)),
            container.others(),
            values.find(DockerKeys.HOST_CONFIG).orElse(EngineFields.none()),
            values.find(DockerKeys.NETWORK).orElse(EngineFields.none()),
            values.find(DockerKeys.PLATFORM).orElse(EngineFields.none())),
        Optional.of(values.get(DockerKeys.CONTAINER_NAME)).filter(name -> !name.isEmpty()),
        values.get(DockerKeys.PULL_POLICY),
        RegistryKeys.credentials(values),
        values.get(DockerKeys.EXPOSE_METADATA),
        timeouts(values));
  }

  private static Optional<Tls> tls(Values values) {
    return values
        .find(DockerKeys.CA_CERT)
        .filter(ca -> !ca.isEmpty())
        .map(ca ->
            new Tls(
                ca,
                values.find(DockerKeys.CERT).orElseThrow(),
                values.find(DockerKeys.KEY).orElseThrow()));
  }

  private static OperatingMode mode(Values values) {
    return switch (values.get(DockerKeys.MODE)) {
      case CONNECTION -> host(values);
      case SESSION ->
          new ContainerPerSession(
              values.find(DockerKeys.SHELL_COMMAND).orElse(List.of()),
              values.get(DockerKeys.SUBSYSTEMS));
      case PERSISTENT ->
          new Persistent(
              PersistentKeys.key(values),
              values.get(PersistentKeys.CONTAINER_PREFIX),
              PersistentKeys.idle(values),
              host(values));
    };
  }

  private static ContainerPerConnection host(Values values) {
    return new ContainerPerConnection(
        values.get(DockerKeys.IDLE_COMMAND),
        values
            .find(DockerKeys.SHELL_COMMAND)
            .filter(command -> !command.isEmpty())
            .orElse(BackendConfiguration.DEFAULT_SHELL_COMMAND),
        values.get(DockerKeys.SUBSYSTEMS),
        agent(values));
  }

  private static Optional<String> agent(Values values) {
    return Optional.of(values.get(DockerKeys.AGENT_PATH))
        .filter(path -> !path.isEmpty() && !values.get(DockerKeys.DISABLE_AGENT));
  }

  private static Timeouts timeouts(Values values) {
    return new Timeouts(
        values.get(DockerTimeoutKeys.CONTAINER_START),
        values.get(DockerTimeoutKeys.CONTAINER_STOP),
        values.get(DockerTimeoutKeys.COMMAND_START),
        values.get(DockerTimeoutKeys.SIGNAL),
        values.get(DockerTimeoutKeys.WINDOW),
        values.get(DockerTimeoutKeys.HTTP),
        values.get(DockerTimeoutKeys.IMAGE_PULL));
  }
}
