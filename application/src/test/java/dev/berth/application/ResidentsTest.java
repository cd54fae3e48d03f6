package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.connection.HandedFile;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.Lease;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.domain.event.GatewayEvent.ContainerRested;
import dev.berth.domain.event.GatewayEvent.LeaseNotRenewed;
import dev.berth.domain.event.GatewayEvent.SweepFailed;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.mode.ContainerKey;
import dev.berth.domain.mode.IdleRule;
import dev.berth.domain.mode.IdleRule.Action;
import dev.berth.ports.driven.Leases;
import dev.berth.ports.fake.Faults;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of containers that stay when nobody uses them.
class ResidentsTest extends PersistentFixture {
  @Test
  void howLongItHasNotBeenUsedIsToldUntilItIsGone() throws Exception {
    gateway.keepHouse(given, OFTEN);
    logInAndOut("alice");
    String id = only().id().brief();

    await()
        .until(() ->
            engine.leases().all().stream()
                .map(lease -> lease.idle().get(id))
                .anyMatch(idle -> idle != null && idle.compareTo(SHORT) > 0));
    engine.remove(only().id());
    await().until(() -> engine.leases().all().stream().allMatch(lease -> lease.idle().isEmpty()));
  }

  @Test
  void oneLeaseThatCannotBeTakenAwayAtTheEndDoesNotKeepTheOthers() throws Exception {
    gateway.keepHouse(given, AGES);
    await().until(() -> !engine.leases().all().isEmpty());
    logInAndOut("alice");
    engine.faults().fail("withdraw", FailureCode.ENGINE_UNREACHABLE, 1);
    assertThat(gateway.shutdown(AGES)).isTrue();

    assertThat(engine.leases().all()).containsExactly(Lease.ofUse(terms(), ALICES));
    engine.leases().withdraw(Lease.ofUse(terms(), ALICES));
  }

  private static LeaseTerms terms() {
    return new LeaseTerms(new GatewayInstance("self"), AGES);
  }

  @ParameterizedTest
  @EnumSource
  void whatNobodyUsesIsPutToRestAndWokenByTheNextLogin(Action action) throws Exception {
    given = keeping(SHORT, action);
    gateway.keepHouse(given, OFTEN);
    Login login = login("alice");
    login.run("true");
    only().files().put("/kept", new HandedFile("k".getBytes(StandardCharsets.UTF_8), false));
    // Used for longer than it may be idle.
    login.run("sleep 1");
    assertThat(events.of(ContainerRested.class)).isEmpty();
    login.leave();

    String rested =
        switch (action) {
          case REMOVE -> "none";
          case STOP -> "exited";
          case PAUSE -> "paused";
        };
    await()
        .until(() -> rested.equals(engine.find(ALICES).map(found -> found.state()).orElse("none")));
    await().until(() -> !events.of(ContainerRested.class).isEmpty());
    assertThat(events.of(ContainerRested.class))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.action()).isEqualTo(action);
          assertThat(event.idle()).isGreaterThanOrEqualTo(SHORT);
        });
    // Nothing shows that it is used, and it is not put to rest again.
    await().until(() -> engine.leases().all().stream().noneMatch(lease -> lease.isUseOf(ALICES)));

    assertThat(login("alice").run("cat /kept").out()).isEqualTo(action == Action.REMOVE ? "" : "k");
    assertThat(only().state()).isEqualTo("running");
  }

  @Test
  void whatAnotherGatewayUsesIsNotPutToRest() throws Exception {
    given = keeping(SHORT, Action.REMOVE);
    ContainerGateway second = gateway("second");
    gateway.keepHouse(given, OFTEN);
    second.keepHouse(given, OFTEN);
    Login there = new Login(second, "alice", Handover.nothing());
    there.run("true");
    logInAndOut("alice");

    // This one has had its time, and leaves it to the other.
    await()
        .until(() ->
            engine.leases().all().stream()
                .filter(lease -> lease.isUseOf(ALICES))
                .map(lease -> lease.terms().holder().name())
                .toList()
                .equals(List.of("second")));
    there.run("sleep 1");
    assertThat(only().state()).isEqualTo("running");
    there.leave();
    await().until(() -> engine.containers().isEmpty());
  }

  @Test
  void whatADeadGatewayUsedIsPutToRestOnceItIsKnownToBeDead() throws Exception {
    given = keeping(SHORT, Action.STOP);
    logInAndOut("alice");
    engine.leases().grant(new Lease(OTHER, "1"));
    engine.leases().grant(Lease.ofUse(OTHER, ALICES));
    gateway.keepHouse(given, OFTEN);

    await().until(() -> "exited".equals(only().state()));
    assertThat(events.of(ContainerRested.class)).hasSize(1);
    await()
        .until(() ->
            engine.leases().all().stream()
                .noneMatch(lease -> lease.terms().holder().equals(OTHER.holder())));
  }

  @Test
  void loginsWaitWhileAnotherGatewayPutsTheirContainerToRest() throws Exception {
    gateway.keepHouse(given, AGES);
    await().until(() -> !engine.leases().all().isEmpty());
    Lease rest = Lease.ofRest(OTHER, ALICES);
    engine.leases().grant(rest);
    Faults.Gate gate = engine.faults().hold("find");
    Login login = login("alice");
    await().until(() -> engine.leases().all().stream().anyMatch(lease -> lease.isUseOf(ALICES)));
    Login second = login("alice");
    await().during(Duration.ofMillis(400)).until(() -> gate.waiting() == 0);
    engine.leases().withdraw(rest);
    gate.awaitReached();
    gate.open();

    assertThat(login.run("echo in").out()).isEqualTo("in\n");
    assertThat(second.run("echo in").out()).isEqualTo("in\n");
  }

  /// With a full disk for example: its user may be the one who can make room.
  @Test
  void aContainerCanBeEnteredWhereNoLeaseCanBeLeft() throws Exception {
    gateway.keepHouse(given, OFTEN);
    await().until(() -> !engine.leases().all().isEmpty());
    engine.faults().fail("grant", FailureCode.ENGINE_ERROR);

    assertThat(login("alice").run("echo in").out()).isEqualTo("in\n");

    engine.faults().heal("grant");
    await().until(() -> engine.leases().all().stream().anyMatch(lease -> lease.isUseOf(ALICES)));
  }

  /// Its login would come into a container that is just being removed.
  @Test
  void aLoginWhoseLeaseIsNotTakenAtFirstWaitsWhileAnotherGatewayPutsItsContainerToRest()
      throws Exception {
    gateway.keepHouse(given, AGES);
    await().until(() -> !engine.leases().all().isEmpty());
    engine.leases().grant(Lease.ofRest(OTHER, ALICES));
    Faults.Gate gate = engine.faults().hold("find");
    engine.faults().fail("grant", FailureCode.ENGINE_ERROR, 1);
    Login login = login("alice");
    // Nothing but this login asks for one.
    await().until(() -> engine.leases().all().stream().anyMatch(lease -> lease.isUseOf(ALICES)));
    await().during(Duration.ofMillis(400)).until(() -> gate.waiting() == 0);
    engine.leases().withdraw(Lease.ofRest(OTHER, ALICES));
    gate.open();

    assertThat(login.run("echo in").out()).isEqualTo("in\n");
    assertThat(events.of(LeaseNotRenewed.class)).isEmpty();
  }

  @Test
  void aLoginThatCannotLeaveALeaseWaitsNevertheless() throws Exception {
    gateway.keepHouse(given, AGES);
    await().until(() -> !engine.leases().all().isEmpty());
    engine.leases().grant(Lease.ofRest(OTHER, ALICES));
    Faults.Gate gate = engine.faults().hold("find");
    engine.faults().fail("grant", FailureCode.ENGINE_ERROR);
    Login login = login("alice");
    await().until(() -> !events.of(LeaseNotRenewed.class).isEmpty());
    await().during(Duration.ofMillis(400)).until(() -> gate.waiting() == 0);
    engine.leases().withdraw(Lease.ofRest(OTHER, ALICES));
    gate.open();

    assertThat(login.run("echo in").out()).isEqualTo("in\n");
    login("alice").run("true");
    login("bob").run("true");
    assertThat(events.of(LeaseNotRenewed.class)).hasSize(1);

    engine.faults().heal("grant");
    login("alice").run("true");
    engine.faults().fail("grant", FailureCode.ENGINE_ERROR);
    login("carol").run("true");
    assertThat(events.of(LeaseNotRenewed.class)).hasSize(2);
  }

  /// As some proxies in front of an engine do.
  @Test
  void aContainerCanBeEnteredWhereNoLeasesAreShownEither() throws Exception {
    gateway.keepHouse(given, AGES);
    await().until(() -> !engine.leases().all().isEmpty());
    engine.faults().fail("grant", FailureCode.ENGINE_ERROR);
    engine.faults().fail("leases", FailureCode.ENGINE_ERROR);

    assertThat(login("alice").run("echo in").out()).isEqualTo("in\n");

    engine.faults().heal("grant");
    engine.faults().heal("leases");
  }

  /// Its gateway is about to stop what nobody uses, and waits at the gate.
  private Faults.Gate beingStopped() throws Exception {
    given = keeping(SHORT, Action.STOP);
    gateway.keepHouse(given, OFTEN);
    Faults.Gate gate = engine.faults().hold("stop");
    logInAndOut("alice");
    gate.awaitReached();
    return gate;
  }

  @Test
  void aLoginWaitsWhileItsOwnGatewayPutsItsContainerToRest() throws Exception {
    Faults.Gate gate = beingStopped();
    Login login = login("alice");
    assertThat(login.connection).isNotNull();
    gate.open();

    assertThat(login.run("echo in").out()).isEqualTo("in\n");
    assertThat(only().state()).isEqualTo("running");
  }

  /// Every login at another gateway would wait for it.
  @Test
  void thatAContainerIsBeingPutToRestIsShownNoLongerThanThatTakes() throws Exception {
    Faults.Gate gate = beingStopped();
    engine.faults().fail("withdrawRest", FailureCode.ENGINE_UNREACHABLE, 1);
    gate.open();

    await()
        .until(() ->
            engine.leases().all().stream()
                .noneMatch(lease -> lease.isRestOf(ALICES) || lease.isUseOf(ALICES)));
    assertThat(only().state()).isEqualTo("exited");
  }

  /// It makes logins at other gateways wait, and nothing else.
  @Test
  void oneRestThatCannotBeTakenAwayDoesNotKeepOthersFromTheirs() throws Exception {
    given = keeping(SHORT, Action.STOP);
    logInAndOut("alice");
    engine
        .leases()
        .grant(Lease.ofRest(new LeaseTerms(new GatewayInstance("self"), OFTEN), "stuck"));
    engine.faults().fail("withdrawRest", FailureCode.ENGINE_ERROR);
    gateway.keepHouse(given, OFTEN);

    await().until(() -> "exited".equals(only().state()));
    assertThat(events.of(SweepFailed.class)).hasSize(1);
    engine.faults().heal("withdrawRest");
    await().until(() -> engine.leases().all().stream().noneMatch(Lease::isRest));
  }

  @Test
  void aGatewayThatSeesAUserComeLetsHimGoFirst() throws Exception {
    given = keeping(SHORT, Action.REMOVE);
    logInAndOut("alice");
    Leases theirs = engine.leases();
    // The user comes right after it was shown that the container is about to be put to rest.
    Leases leases =
        new Leases() {
          @Override
          public void grant(Lease lease) throws InterruptedException {
            theirs.grant(lease);
            if (lease.isRestOf(ALICES)) {
              theirs.grant(Lease.ofUse(OTHER, ALICES));
            }
          }

          @Override
          public void withdraw(Lease lease) throws InterruptedException {
            theirs.withdraw(lease);
          }

          @Override
          public List<Lease> all() throws InterruptedException {
            return theirs.all();
          }
        };
    LeaseTerms own = new LeaseTerms(new GatewayInstance("third"), OFTEN);
    Residents residents = new Residents(engine, leases, own, new Uses(), events);
    Sweep.Findings nobody =
        new Sweep.Findings(List.of(), List.of(), List.of(), List.of(), Set.of());

    await()
        .until(() -> {
          residents.tend(nobody);
          return theirs.all().contains(Lease.ofUse(OTHER, ALICES));
        });

    assertThat(theirs.all()).containsExactly(Lease.ofUse(OTHER, ALICES));
    assertThat(only().state()).isEqualTo("running");
    assertThat(events.of(ContainerRested.class)).isEmpty();
  }

  @Test
  void aLeaseThatWasPrunedIsLeftAgain() throws Exception {
    gateway.keepHouse(given, OFTEN);
    login("alice").run("true");
    Lease use =
        engine.leases().all().stream()
            .filter(lease -> lease.isUseOf(ALICES))
            .findFirst()
            .orElseThrow();
    engine.leases().withdraw(use);

    await().until(() -> engine.leases().all().contains(use));
  }

  @Test
  void processesThatWorkKeepItAwake() throws Exception {
    given = keeping(new IdleRule(SHORT, Action.STOP, 0.5), new ContainerKey.LoginName());
    gateway.keepHouse(given, OFTEN);
    logInAndOut("alice");
    long end = System.nanoTime() + SHORT.multipliedBy(4).toNanos();
    long last = System.nanoTime();
    while (System.nanoTime() < end) {
      Thread.sleep(5);
      only().work(Duration.ofNanos(System.nanoTime() - last));
      last = System.nanoTime();
    }
    assertThat(events.of(ContainerRested.class)).isEmpty();

    await().until(() -> "exited".equals(only().state()));
  }

  @Test
  void oneThatNeverStartedIsRemovedWhateverIsToBecomeOfIt() throws Exception {
    given = keeping(SHORT, Action.PAUSE);
    Login login = login("alice");
    login.run("true");
    ContainerSpec spec = only().spec();
    login.leave();
    engine.remove(only().id());
    engine.create(spec);
    gateway.keepHouse(given, OFTEN);

    await().until(() -> engine.containers().isEmpty());
    await()
        .untilAsserted(() ->
            assertThat(events.of(ContainerRested.class))
                .extracting(ContainerRested::action)
                .containsExactly(Action.REMOVE));
  }
}
