package dev.berth.application;

import dev.berth.domain.container.Lease;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.domain.event.GatewayEvent.LeaseNotRenewed;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driven.Leases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Holds this gateway's lease at one engine. Used by one thread, but for what tells of it.
final class LeaseHolder {
  private final Leases leases;
  private final LeaseTerms terms;
  private final Supplier<Map<String, Duration>> idle;
  private final EventSink events;
  private final List<Lease> left = new ArrayList<>();
  private int number = 1;
  private boolean failing;
  private volatile boolean held;
  private volatile boolean everHeld;
  private final AtomicInteger failures = new AtomicInteger();

  /// @param idle how long ago each container of the gateway was last used; told with each lease
  LeaseHolder(
      Leases leases, LeaseTerms terms, Supplier<Map<String, Duration>> idle, EventSink events) {
    this.leases = leases;
    this.terms = terms;
    this.idle = idle;
    this.events = events;
  }

  /// Whether it was renewed the last time.
  boolean holds() {
    return held;
  }

  /// Whether it was ever renewed, and not released since: containers say by whose lease they live
  /// from then on, or nobody would know whose they were if this gateway died while a renewal fails.
  boolean isKept() {
    return everHeld;
  }

  /// How often renewing has failed.
  int failures() {
    return failures.get();
  }

  /// Leaves a new lease, and takes the older ones away.
  ///
  /// @return whether the new one is there
  boolean renew() throws InterruptedException {
    // The same mark until it is there: a call that got no answer may have left it.
    Lease next = new Lease(terms, Integer.toString(number), idle.get());
    try {
      leases.grant(next);
    } catch (RuntimeException failure) {
      // Whatever it is: a gateway that stops renewing is taken for dead.
      held = false;
      failures.incrementAndGet();
      tell(failure);
      return false;
    }
    held = true;
    everHeld = true;
    number++;
    List<Lease> older = List.copyOf(left);
    left.add(next);
    try {
      withdraw(older);
      failing = false;
    } catch (RuntimeException failure) {
      // The new one counts; the old ones are tried again with the next.
      tell(failure);
    }
    return true;
  }

  /// Takes all away: nothing is left that anybody could sweep.
  void release() throws InterruptedException {
    held = false;
    everHeld = false;
    // One that nobody knows of, if a renewal was stopped in its middle.
    left.add(new Lease(terms, Integer.toString(number)));
    try {
      withdraw(List.copyOf(left));
    } catch (RuntimeException away) {
      // Without a holder they expire.
      tell(away);
    }
  }

  private void withdraw(List<Lease> old) throws InterruptedException {
    for (Lease lease : old) {
      leases.withdraw(lease);
      left.remove(lease);
    }
  }

  private void tell(RuntimeException failure) {
    if (!failing) {
      failing = true;
      events.emit(new LeaseNotRenewed(terms.patience(), failure));
    }
  }
}
