package dev.berth.application;

import dev.berth.application.LeaseJudge.Verdict;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.Lease;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.Leases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds what dead gateways have left at an engine, by looking again and again. Containers whose
/// gateway holds no leases are never found: nobody could tell whether it lives. Used by one thread.
public final class Sweep {
  private final ContainerRuntime engine;
  private final Leases leases;
  private final LeaseJudge judge = new LeaseJudge();

  /// A sweep that knows nothing yet.
  public Sweep(ContainerRuntime engine, Leases leases) {
    this.engine = engine;
    this.leases = leases;
  }

  /// What a look has found.
  ///
  /// @param containers all whose gateway holds leases, dead or not
  /// @param abandoned those of dead gateways
  /// @param held all leases
  /// @param expired leases of dead gateways
  /// @param undecided gateways with containers that have to be watched for longer
  public record Findings(
      List<ContainerSummary> containers,
      List<ContainerSummary> abandoned,
      List<Lease> held,
      List<Lease> expired,
      Set<GatewayInstance> undecided) {
    public Findings {
      containers = List.copyOf(containers);
      abandoned = List.copyOf(abandoned);
      held = List.copyOf(held);
      expired = List.copyOf(expired);
      undecided = Set.copyOf(undecided);
    }

    /// These without any judgement.
    Findings judgingNobody() {
      return new Findings(containers, List.of(), held, List.of(), holders(containers));
    }
  }

  /// Forgets what was seen: nobody can be told to be dead who was not watched all the time.
  void restart() {
    judge.restart();
  }

  /// Looks.
  public Findings look() throws InterruptedException {
    List<ContainerSummary> containers = engine.listLabelled(Labels.LEASE);
    long asked = System.nanoTime();
    List<Lease> held = leases.all();
    List<LeaseTerms> terms =
        containers.stream().map(Sweep::terms).flatMap(Optional::stream).toList();
    Map<GatewayInstance, Verdict> verdicts =
        judge.look(held, terms, new LeaseJudge.Moment(asked, System.nanoTime()));
    return new Findings(
        containers,
        containers.stream().filter(c -> dead(terms(c), verdicts)).toList(),
        held,
        held.stream().filter(lease -> dead(Optional.of(lease.terms()), verdicts)).toList(),
        holders(containers).stream()
            .filter(holder -> verdicts.get(holder) == Verdict.UNDECIDED)
            .collect(Collectors.toSet()));
  }

  private static Set<GatewayInstance> holders(List<ContainerSummary> containers) {
    return containers.stream()
        .map(Sweep::terms)
        .flatMap(Optional::stream)
        .map(LeaseTerms::holder)
        .collect(Collectors.toSet());
  }

  private static Optional<LeaseTerms> terms(ContainerSummary container) {
    return LeaseTerms.of(container.labels());
  }

  private static boolean dead(Optional<LeaseTerms> terms, Map<GatewayInstance, Verdict> verdicts) {
    return terms.map(t -> verdicts.get(t.holder()) == Verdict.DEAD).orElse(false);
  }
}
