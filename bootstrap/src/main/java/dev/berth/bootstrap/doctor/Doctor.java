package dev.berth.bootstrap.doctor;

import dev.berth.bootstrap.doctor.Finding.Severity;
import dev.berth.domain.configuration.GatewayConfiguration;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.PartialConfigurations;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Looks at all that a gateway needs, in the order in which it needs it.
public final class Doctor {
  private final Consumer<Finding> told;
  private boolean well = true;

  private Doctor(Consumer<Finding> told) {
    this.told = told;
  }

  /// Looks at everything; where one thing fails, the others are looked at all the same.
  ///
  /// @param file where the configuration was read
  /// @param secrets whether it holds secrets itself
  /// @param partials completes what a configuration server says, if there is one
  /// @param told each finding as soon as it is there
  /// @return whether nothing failed
  public static boolean examine(
      Path file,
      boolean secrets,
      GatewayConfiguration configuration,
      PartialConfigurations partials,
      ContainerRuntimes engines,
      Consumer<Finding> told)
      throws InterruptedException {
    Doctor doctor = new Doctor(told);
    LocalChecks.look(file, secrets, configuration, doctor::tell);
    ServerChecks.look(configuration, partials, doctor::tell);
    EngineChecks.look(engines, configuration.backend(), doctor::tell);
    return doctor.well;
  }

  private void tell(Finding finding) {
    well &= finding.severity() != Severity.FAILURE;
    told.accept(finding);
  }
}
