package dev.berth.bootstrap.cli;

import dev.berth.adapter.config.ConfigurationFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `berth config schema`.
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "schema",
    description = "Print the JSON Schema of the configuration, for editors.")
final class ConfigSchemaCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().print(ConfigurationFiles.jsonSchema());
    spec.commandLine().getOut().flush();
  }
}
