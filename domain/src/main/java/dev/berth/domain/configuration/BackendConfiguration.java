package dev.berth.domain.configuration;

import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.EngineEndpoint;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.PullPolicy;
import dev.berth.domain.container.RegistryCredentials;
import dev.berth.domain.container.Timeouts;
import dev.berth.domain.mode.OperatingMode;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which containers a connection gets: the part of the configuration that may differ per
/// connection.
///
/// @param endpoint the engine
/// @param mode how connections and sessions map to containers
/// @param settings what containers look like
/// @param containerName a fixed name, which allows only one container at a time
/// @param pullPolicy when the image is pulled
/// @param credentials for registries, the more special ones first
/// @param exposeMetadata whether metadata of authentication becomes environment
/// @param timeouts how long engine work may take
public record BackendConfiguration(
    EngineEndpoint endpoint,
    OperatingMode mode,
    ContainerSettings settings,
    Optional<String> containerName,
    PullPolicy pullPolicy,
    List<RegistryCredentials> credentials,
    boolean exposeMetadata,
    Timeouts timeouts) {
  /// The idle command that works in any image with `/bin/sh`: it ends at end of file on stdin, and
  /// on TERM at once.
  public static final List<String> DEFAULT_IDLE_COMMAND =
      List.of("/bin/sh", "-c", "trap 'exit 0' TERM INT; while read -r _; do :; done");

  /// The default program of a shell request.
  public static final List<String> DEFAULT_SHELL_COMMAND = List.of("/bin/bash");

  /// The default subsystems.
  public static final Map<String, String> DEFAULT_SUBSYSTEMS =
      Map.of("sftp", "/usr/lib/openssh/sftp-server");

  /// Everything at its default but the image: the default engine, a container for each connection.
  public static BackendConfiguration of(ImageReference image) {
    return new BackendConfiguration(
        EngineEndpoint.DEFAULT,
        new ContainerPerConnection(DEFAULT_IDLE_COMMAND, DEFAULT_SHELL_COMMAND, DEFAULT_SUBSYSTEMS),
        ContainerSettings.of(image),
        Optional.empty(),
        PullPolicy.IF_NOT_PRESENT,
        List.of(),
        false,
        Timeouts.DEFAULT);
  }

  public BackendConfiguration {
    credentials = List.copyOf(credentials);
  }

  /// What the registry of the image asks for.
  public Optional<RegistryCredentials> registryCredentials() {
    return credentials.stream().filter(given -> given.areFor(settings.image())).findFirst();
  }

  /// This with another mode.
  public BackendConfiguration withMode(OperatingMode other) {
    return new BackendConfiguration(
        endpoint,
        other,
        settings,
        containerName,
        pullPolicy,
        credentials,
        exposeMetadata,
        timeouts);
  }

  /// This at another engine.
  public BackendConfiguration withEndpoint(EngineEndpoint other) {
    return new BackendConfiguration(
        other, mode, settings, containerName, pullPolicy, credentials, exposeMetadata, timeouts);
  }

  /// This with other timeouts.
  public BackendConfiguration withTimeouts(Timeouts other) {
    return new BackendConfiguration(
        endpoint, mode, settings, containerName, pullPolicy, credentials, exposeMetadata, other);
  }

  /// This with another pull policy.
  public BackendConfiguration withPullPolicy(PullPolicy other) {
    return new BackendConfiguration(
        endpoint, mode, settings, containerName, other, credentials, exposeMetadata, timeouts);
  }

  /// This with other container settings.
  public BackendConfiguration withSettings(ContainerSettings other) {
    return new BackendConfiguration(
        endpoint, mode, other, containerName, pullPolicy, credentials, exposeMetadata, timeouts);
  }
}
