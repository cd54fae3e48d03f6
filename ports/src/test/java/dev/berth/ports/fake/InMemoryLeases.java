package dev.berth.ports.fake;

import dev.berth.domain.container.Lease;
import dev.berth.ports.driven.Leases;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Leases in memory.
final class InMemoryLeases implements Leases {
  private final Set<Lease> leases = ConcurrentHashMap.newKeySet();
  private final Faults faults;

  InMemoryLeases(Faults faults) {
    this.faults = faults;
  }

  @Override
  public void grant(Lease lease) throws InterruptedException {
    faults.at("grant");
    leases.add(lease);
  }

  @Override
  public void withdraw(Lease lease) throws InterruptedException {
    faults.at("withdraw");
    leases.remove(lease);
  }

  @Override
  public List<Lease> all() throws InterruptedException {
    faults.at("leases");
    return List.copyOf(leases);
  }
}
