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
import java.util.Optional;
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
  private volatile Optional<Long> renewedAt = Optional.empty();
  private final AtomicInteger failures = new AtomicInteger();

  /// @param idle how long ago each container of the gateway was last used; told with each lease
  LeaseHolder(
      Leases leases, LeaseTerms terms, Supplier<Map<String, Duration>> idle, EventSink events) {
    this.leases = leases;
    this.terms = terms;
    this.idle = idle;
    this.events = events;
  }

  /// Whether it was renewed the last time, and no renewal is late: one that hangs has not failed
  /// yet. It is late soon enough before others lose their patience, and not where an engine is
  /// merely slow.
  boolean holds() {
    return held && wasRenewedWithin(terms.renewal().multipliedBy(5).dividedBy(2));
  }

  /// Whether others take this gateway for alive. So long containers say that they live by its
  /// lease, or nobody would know whose they were if it died while a renewal fails.
  boolean isKept() {
    return wasRenewedWithin(terms.patience());
  }

  /// Counted from its beginning: when others see it is not known.
  private boolean wasRenewedWithin(Duration time) {
    return renewedAt.filter(at -> System.nanoTime() - at < time.toNanos()).isPresent();
  }

  /// How often renewing has failed.
  int failures() {
    return failures.get();
  }

  /// Leaves a new lease, and takes the older ones away.
  ///
  /// @return whether the new one is there, and was soon enough to be taken for one
  boolean renew() throws InterruptedException {
    long began = System.nanoTime();
    Lease next;
    try {
      // The same mark until it is there: a call that got no answer may have left it.
      next = new Lease(terms, Integer.toString(number), idle.get());
      leases.grant(next);
    } catch (RuntimeException | Error failure) {
      // Whatever it is: a gateway that stops renewing is taken for dead.
      held = false;
      failures.incrementAndGet();
      tell(failure);
      return false;
    }
    held = true;
    renewedAt = Optional.of(began);
    number++;
    List<Lease> older = List.copyOf(left);
    left.add(next);
    try {
      withdraw(older);
      failing = false;
    } catch (RuntimeException | Error failure) {
      // The new one counts; the old ones are tried again with the next.
      tell(failure);
    }
    return wasRenewedWithin(terms.renewal());
  }

  /// Takes all away: nothing is left that anybody could sweep.
  void release() throws InterruptedException {
    held = false;
    renewedAt = Optional.empty();
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

  private void tell(Throwable failure) {
    if (!failing) {
      failing = true;
      events.emit(new LeaseNotRenewed(terms.patience(), failure));
    }
  }
}
