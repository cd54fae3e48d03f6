package dev.berth.application;

import dev.berth.application.Sweep.Findings;
import dev.berth.domain.container.ContainerId;
import dev.berth.domain.container.ContainerSummary;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.Lease;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.domain.container.PersistentTerms;
import dev.berth.domain.event.GatewayEvent.ContainerRested;
import dev.berth.domain.event.GatewayEvent.LeaseNotRenewed;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.mode.IdleRule;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driven.Leases;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The persistent containers at one engine. Their names tell whose they are, their labels what
/// becomes of them; so all gateways at the engine share them, and each puts to rest what nobody
/// uses.
///
/// A gateway shows by a lease which ones it uses, from the first connection until it has been idle
/// for long enough. Who is about to put one to rest shows that first by another lease, then looks
/// whether somebody uses it. Who is about to use one shows that first, then waits while somebody
/// puts it to rest. So one of both always sees the other, and it is the user who goes first.
final class Residents {
  /// An engine stops a container in 10 s at most. Who takes longer has died over it.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration LOOK = Duration.ofMillis(100);

  private final ContainerRuntime engine;
  private final Leases leases;
  private final LeaseTerms terms;
  private final Uses uses;
  private final EventSink events;
  private final Map<String, Residence> byName = new ConcurrentHashMap<>();

  /// Whether the engine has taken no lease the last time.
  private final AtomicBoolean refused = new AtomicBoolean();

  Residents(ContainerRuntime engine, Leases leases, LeaseTerms terms, Uses uses, EventSink events) {
    this.engine = engine;
    this.leases = leases;
    this.terms = terms;
    this.uses = uses;
    this.events = events;
  }

  /// A connection comes to use a container, made or not. Nobody puts it to rest until it has left.
  ///
  /// @param name the container's name
  /// @return to be run when it leaves
  Runnable enter(String name) throws InterruptedException {
    Residence residence = entered(name);
    boolean ready = false;
    try {
      if (!residence.isSafe()) {
        residence.shown(true);
        boolean granted = isGranted(name);
        awaitRested(name, granted);
        if (granted) {
          residence.safe();
        }
      }
      ready = true;
      return residence::leave;
    } finally {
      if (!ready) {
        residence.leave();
      }
    }
  }

  /// An engine that takes no lease, with a full disk for example, may still have the container, and
  /// its user may be the one who can make room. The lease is tried again at each sweep.
  private boolean isGranted(String name) throws InterruptedException {
    try {
      if (refused.get()) {
        // As a rule it still is, and each user would wait for that.
        grantUse(name);
      } else {
        retried(() -> {
          grantUse(name);
          return name;
        });
      }
      return true;
    } catch (GatewayException failure) {
      if (failure.code() != FailureCode.ENGINE_ERROR) {
        throw failure;
      }
      if (!refused.getAndSet(true)) {
        events.emit(new LeaseNotRenewed(terms.patience(), failure));
      }
      return false;
    }
  }

  private void grantUse(String name) throws InterruptedException {
    leases.grant(Lease.ofUse(terms, name));
    refused.set(false);
  }

  /// Who waits for it is interrupted when he leaves.
  private static <T> T retried(CallCounters.Call<T> call) throws InterruptedException {
    return Retries.during(new Waiter(), call);
  }

  private Residence entered(String name) throws InterruptedException {
    for (; ; ) {
      Residence residence = byName.computeIfAbsent(name, _ -> new Residence());
      residence.enter();
      if (byName.get(name) == residence) {
        return residence;
      }
      // It was forgotten meanwhile.
      residence.leave();
    }
  }

  /// @param granted whether others see that it is used
  private void awaitRested(String name, boolean granted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (retried(leases::all).stream()
              .anyMatch(lease -> isOthers(lease) && lease.isRestOf(name))
          && System.nanoTime() < end) {
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      }
    } catch (GatewayException failure) {
      // Where no leases are taken none may be shown either, and this gateway at least puts nothing
      // to rest.
      if (granted || failure.code() != FailureCode.ENGINE_ERROR) {
        throw failure;
      }
    }
  }

  private boolean isOthers(Lease lease) {
    return !lease.terms().holder().equals(terms.holder());
  }

  /// Looks after all of them once. Used by one thread.
  ///
  /// @param findings what the sweep has just found
  void tend(Findings findings) throws InterruptedException {
    Set<String> there = new HashSet<>();
    Set<ContainerId> ids = new HashSet<>();
    Isolated each = new Isolated();
    withdrawRests(findings, each);
    for (ContainerSummary container : engine.listLabelled(Labels.IDLE)) {
      Optional<PersistentTerms> its = PersistentTerms.of(container.labels());
      if (its.isEmpty()) {
        continue;
      }
      there.add(container.name());
      ids.add(container.id());
      each.attempt(() -> tend(container, its.get().idle(), findings));
    }
    uses.keepOnly(ids);
    for (String name : Set.copyOf(byName.keySet())) {
      if (!there.contains(name)) {
        each.attempt(() -> letGo(name));
      }
    }
    each.check();
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  /// Steps of which one that fails does not keep the others from being made.
  private static final class Isolated {
    private Optional<GatewayException> failure = Optional.empty();

    void attempt(Step step) throws InterruptedException {
      try {
        step.run();
      } catch (GatewayException failed) {
        failure = Optional.of(failed);
      }
    }

    /// @throws GatewayException if one has failed
    void check() {
      failure.ifPresent(failed -> {
        throw failed;
      });
    }
  }

  /// One that could not be taken away when it should have been would make others wait.
  private void withdrawRests(Findings findings, Isolated each) throws InterruptedException {
    for (Lease lease : findings.held()) {
      if (lease.isRest() && !isOthers(lease)) {
        each.attempt(() -> leases.withdraw(lease));
      }
    }
  }

  private void tend(ContainerSummary container, IdleRule rule, Findings findings)
      throws InterruptedException {
    String name = container.name();
    Residence residence = byName.computeIfAbsent(name, _ -> new Residence());
    if (residence.isShown() && findings.held().stream().noneMatch(lease -> isOwnUse(lease, name))) {
      // Somebody has taken it away, as a prune of unused volumes does.
      grantUse(name);
    }
    boolean runs = "running".equals(container.state());
    if (rule.cpu() > 0 && runs && isBusy(container, residence, rule)) {
      residence.touch();
    }
    if (isUsedByOthers(name, findings)) {
      if (residence.idle().compareTo(rule.timeout()) >= 0) {
        // The other one looks after it.
        letGo(name);
      } else if (!residence.isShown()) {
        residence.touch();
      }
      return;
    }
    if (residence.idle().compareTo(rule.timeout()) >= 0) {
      rest(container, rule, residence, findings);
    }
  }

  private boolean isBusy(ContainerSummary container, Residence residence, IdleRule rule)
      throws InterruptedException {
    try {
      // What cannot be told yet may be work.
      return residence.load(engine.processorTime(container.id())).orElse(rule.cpu()) >= rule.cpu();
    } catch (GatewayException failure) {
      if (failure.code() == FailureCode.CONTAINER_GONE
          || failure.code() == FailureCode.CONTAINER_PAUSED) {
        return false;
      }
      throw failure;
    }
  }

  private boolean isOwnUse(Lease lease, String name) {
    return !isOthers(lease) && lease.isUseOf(name);
  }

  private boolean isUsedByOthers(String name, Findings findings) {
    return isUsedByOthers(name, findings.held(), findings.expired());
  }

  /// Leases of dead gateways show nothing.
  private boolean isUsedByOthers(String name, List<Lease> held, List<Lease> expired) {
    return held.stream()
        .anyMatch(lease -> isOthers(lease) && lease.isUseOf(name) && !isExpired(lease, expired));
  }

  private static boolean isExpired(Lease lease, List<Lease> expired) {
    return expired.stream().anyMatch(dead -> dead.terms().holder().equals(lease.terms().holder()));
  }

  /// This gateway has nothing to do with a container any more, unless somebody comes.
  private void letGo(String name) throws InterruptedException {
    Residence residence = byName.get(name);
    if (residence == null || !residence.beginRest(Duration.ZERO)) {
      return;
    }
    try {
      if (residence.isShown()) {
        leases.withdraw(Lease.ofUse(terms, name));
        residence.shown(false);
      }
      byName.remove(name, residence);
    } finally {
      residence.rested();
    }
  }

  private void rest(
      ContainerSummary container, IdleRule rule, Residence residence, Findings findings)
      throws InterruptedException {
    String name = container.name();
    if (isAtRest(container, rule)) {
      letGo(name);
      return;
    }
    Duration idle = residence.idle();
    if (!residence.beginRest(rule.timeout())) {
      return;
    }
    try {
      residence.shown(true);
      leases.grant(Lease.ofRest(terms, name));
      try {
        if (!isUsedByOthers(name, leases.all(), findings.expired())) {
          IdleRule.Action action = carriedOut(container, rule);
          events.emit(new ContainerRested(container, action, idle));
        }
      } finally {
        leases.withdraw(Lease.ofRest(terms, name));
      }
      leases.withdraw(Lease.ofUse(terms, name));
      residence.shown(false);
      byName.remove(name, residence);
    } finally {
      residence.rested();
    }
  }

  private static boolean isAtRest(ContainerSummary container, IdleRule rule) {
    return switch (rule.action()) {
      case REMOVE -> false;
      case STOP -> "exited".equals(container.state());
      case PAUSE -> "paused".equals(container.state()) || "exited".equals(container.state());
    };
  }

  private IdleRule.Action carriedOut(ContainerSummary container, IdleRule rule)
      throws InterruptedException {
    // One that never ran has no files to be kept.
    IdleRule.Action action =
        "created".equals(container.state()) ? IdleRule.Action.REMOVE : rule.action();
    switch (action) {
      case REMOVE -> engine.remove(container.id());
      case STOP -> {
        if ("paused".equals(container.state())) {
          // What stands still cannot end.
          goOn(container.id());
        }
        engine.stop(container.id());
      }
      case PAUSE -> engine.pause(container.id());
    }
    return action;
  }

  private void goOn(ContainerId paused) throws InterruptedException {
    try {
      engine.unpause(paused);
    } catch (GatewayException failure) {
      // Ended by somebody else it needs not go on.
      if (failure.code() != FailureCode.CONTAINER_GONE) {
        throw failure;
      }
    }
  }

  /// Takes away what shows that this gateway uses any. Where that fails the leases expire, as they
  /// have no holder any more.
  void leave() throws InterruptedException {
    for (Map.Entry<String, Residence> known : byName.entrySet()) {
      if (known.getValue().isShown()) {
        try {
          leases.withdraw(Lease.ofUse(terms, known.getKey()));
          leases.withdraw(Lease.ofRest(terms, known.getKey()));
        } catch (RuntimeException away) {
          events.emit(new LeaseNotRenewed(terms.patience(), away));
        }
      }
    }
  }
}
