package dev.berth.application;

import dev.berth.application.Sweep.Findings;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.Lease;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.domain.event.GatewayEvent.ContainerSwept;
import dev.berth.domain.event.GatewayEvent.SweepFailed;
import dev.berth.domain.failure.GatewayException;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driven.Leases;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/// Removes at one engine, again and again, what dead gateways have left there, and what this one
/// has left of connections that are over. Used by one thread.
final class Sweeper {
  private final ContainerRuntime engine;
  private final Leases leases;
  private final GatewayInstance self;
  private final Supplier<Set<String>> living;
  private final Residents residents;
  private final EventSink events;
  private final Sweep sweep;
  private final LeaseHolder own;
  private int ownFailures;
  private Set<ContainerId> suspects = Set.of();
  private boolean failing;

  /// @param own the lease of this gateway, by which it is told whether others can renew theirs
  /// @param self this gateway, which lives whatever its leases say
  /// @param living the identities of its connections that are not over
  /// @param residents put to rest when nobody uses them
  Sweeper(
      ContainerRuntime engine,
      Leases leases,
      LeaseHolder own,
      GatewayInstance self,
      Supplier<Set<String>> living,
      Residents residents,
      EventSink events) {
    this.engine = engine;
    this.leases = leases;
    this.own = own;
    this.self = self;
    this.living = living;
    this.residents = residents;
    this.events = events;
    this.sweep = new Sweep(engine, leases);
  }

  /// Looks once, and removes what is known by now to belong to nobody. What fails is told, and is
  /// found again the next time.
  void run() throws InterruptedException {
    boolean failed = false;
    try {
      Findings findings = looked();
      for (ContainerSummary container : findings.abandoned()) {
        failed |= !isOwn(container) && !removed(container);
      }
      failed |= !removedOrphans(findings);
      for (Lease lease : findings.expired()) {
        if (!failed && !lease.terms().holder().equals(self)) {
          failed |= !withdrawn(lease);
        }
      }
      residents.tend(findings);
    } catch (RuntimeException | Error failure) {
      failed = true;
      tell(failure);
    }
    failing = failed;
  }

  /// Where this gateway cannot renew its lease, others cannot either, as a rule: the engine was
  /// away, hangs, or takes none. That they do not is no sign of their death then.
  private Findings looked() throws InterruptedException {
    Findings findings = sweep.look();
    // Asked afterwards: looking may have hung too.
    int failures = own.failures();
    if (failures == ownFailures && own.holds()) {
      return findings;
    }
    ownFailures = failures;
    sweep.restart();
    return findings.judgingNobody();
  }

  /// Own containers of connections that are over. Their removal is under way, as a rule: they are
  /// taken only if they are there the next time still.
  private boolean removedOrphans(Findings findings) throws InterruptedException {
    Set<String> connections = living.get();
    Set<ContainerId> orphans = new HashSet<>();
    boolean all = true;
    for (ContainerSummary container : findings.containers()) {
      if (isOwn(container)
          && !connections.contains(container.labels().values().get(Labels.CONNECTION_ID))) {
        orphans.add(container.id());
        if (suspects.contains(container.id())) {
          all &= removed(container);
        }
      }
    }
    suspects = orphans;
    return all;
  }

  private boolean isOwn(ContainerSummary container) {
    return LeaseTerms.of(container.labels()).map(t -> t.holder().equals(self)).orElse(false);
  }

  private boolean removed(ContainerSummary container) throws InterruptedException {
    try {
      engine.remove(container.id());
      events.emit(new ContainerSwept(container));
      return true;
    } catch (GatewayException failure) {
      tell(failure);
      return false;
    }
  }

  private boolean withdrawn(Lease lease) throws InterruptedException {
    try {
      leases.withdraw(lease);
      return true;
    } catch (GatewayException failure) {
      tell(failure);
      return false;
    }
  }

  private void tell(Throwable failure) {
    if (!failing) {
      failing = true;
      events.emit(new SweepFailed(failure));
    }
  }
}
