package dev.berth.bootstrap.cli;

import dev.berth.adapter.config.ConfigurationFiles.Algorithms;
import dev.berth.adapter.sshd.SshdServer;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// `--config`, for each command that reads the configuration.
final class ConfigurationOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "config.yaml",
      description = "The configuration, YAML or (named *.json) JSON. Default: ${DEFAULT-VALUE}")
  private Path file = Path.of("config.yaml");

  Path file() {
    return file;
  }

  /// What the file may name.
  static Algorithms algorithms() {
    return new Algorithms(
        SshdServer.supportedCiphers(), SshdServer.supportedKex(), SshdServer.supportedMacs());
  }
}
