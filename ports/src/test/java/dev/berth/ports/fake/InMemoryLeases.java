package dev.berth.ports.fake;

import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.Lease;
import dev.berth.ports.driven.Leases;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Leases in memory.
final class InMemoryLeases implements Leases {
  private final Map<Name, Lease> leases = new ConcurrentHashMap<>();
  private final Faults faults;

  private record Name(GatewayInstance holder, String mark) {
    static Name of(Lease lease) {
      return new Name(lease.terms().holder(), lease.mark());
    }
  }

  InMemoryLeases(Faults faults) {
    this.faults = faults;
  }

  @Override
  public void grant(Lease lease) throws InterruptedException {
    faults.at("grant");
    leases.putIfAbsent(Name.of(lease), lease);
  }

  @Override
  public void withdraw(Lease lease) throws InterruptedException {
    faults.at("withdraw");
    if (lease.isRest()) {
      faults.at("withdrawRest");
    }
    leases.remove(Name.of(lease));
  }

  @Override
  public List<Lease> all() throws InterruptedException {
    faults.at("leases");
    return List.copyOf(leases.values());
  }
}
