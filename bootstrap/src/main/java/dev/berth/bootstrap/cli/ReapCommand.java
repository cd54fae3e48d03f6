package dev.berth.bootstrap.cli;

import dev.berth.application.Sweep;
import dev.berth.application.Sweep.Findings;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.Lease;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.Leases;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `berth reap`.
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "reap",
    description = {
      "Remove what dead gateways have left on the configured engine.",
      "",
      "Gateways do that by themselves. First it watches the gateways there until it is sure which"
          + " of them live: four times their lease.renewal, two minutes by default."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is left of dead gateways",
      "1:the engine cannot be asked, or not everything could be removed; stderr says why",
      "2:the command line is wrong",
      "78:the configuration is wrong; stderr has a line for each problem"
    })
final class ReapCommand extends EngineCommand {
  private static final int PAUSE_MILLIS = 500;

  @Option(names = "--dry-run", description = "Only list what would be removed.")
  private boolean dryRun;

  @Override
  int on(ContainerRuntimes engines, BackendConfiguration backend) throws InterruptedException {
    ContainerRuntime engine = engines.at(backend);
    Leases leases = engines.leasesAt(backend);
    Findings findings = decided(new Sweep(engine, leases));
    if (!findings.abandoned().isEmpty()) {
      ContainerTable.lines(findings.abandoned(), findings.held(), Instant.now())
          .forEach(out()::println);
    }
    return dryRun || removed(findings, engine, leases) ? ExitCodes.OK : ExitCodes.FAILED;
  }

  /// Looks until all gateways that there were at first are known to live or to be dead.
  private Findings decided(Sweep sweep) throws InterruptedException {
    Findings findings = sweep.look();
    Set<GatewayInstance> first = findings.undecided();
    if (!first.isEmpty()) {
      err().println("berth reap: watching " + first.size() + " gateways to see which of them live");
    }
    while (!Collections.disjoint(first, findings.undecided())) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      findings = sweep.look();
    }
    return findings;
  }

  private boolean removed(Findings findings, ContainerRuntime engine, Leases leases)
      throws InterruptedException {
    boolean all = true;
    for (ContainerSummary container : findings.abandoned()) {
      all &= done(() -> engine.remove(container.id()));
    }
    for (Lease lease : findings.expired()) {
      all = all && done(() -> leases.withdraw(lease));
    }
    return all;
  }

  private interface Order {
    void carryOut() throws InterruptedException;
  }

  private boolean done(Order order) throws InterruptedException {
    try {
      order.carryOut();
      return true;
    } catch (GatewayException failure) {
      complain(failure.operatorMessage());
      return false;
    }
  }
}
