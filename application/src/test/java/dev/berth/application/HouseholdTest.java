package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.ContainerRole;
import dev.berth.domain.container.ContainerSettings;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.container.Labels;
import dev.berth.domain.container.Lease;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.domain.event.GatewayEvent.ContainerSwept;
import dev.berth.domain.event.GatewayEvent.LeaseNotRenewed;
import dev.berth.domain.event.GatewayEvent.SweepFailed;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.session.Environment;
import dev.berth.ports.driven.ConfigurationSource;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driving.ConnectionHandler;
import dev.berth.ports.fake.Faults;
import dev.berth.ports.fake.InMemoryContainer;
import dev.berth.ports.fake.InMemoryEngine;
import dev.berth.ports.fake.RecordedEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Gateways that share an engine in memory.
class HouseholdTest {
  private static final Duration AGES = Duration.ofMinutes(1);
  private static final Duration OFTEN = Duration.ofMillis(200);
  private static final GatewayInstance SELF = new GatewayInstance("self");
  private static final LeaseTerms OTHER = new LeaseTerms(new GatewayInstance("other"), OFTEN);
  private static final ImageReference IMAGE = new ImageReference("image");
  private static final BackendConfiguration BACKEND = BackendConfiguration.of(IMAGE);

  private final InMemoryEngine engine = InMemoryEngine.withImage(IMAGE.value());
  private final RecordedEvents events = new RecordedEvents();
  private final ContainerGateway gateway = gateway(SELF);

  private ContainerGateway gateway(GatewayInstance instance) {
    return gateway(instance, events);
  }

  private ContainerGateway gateway(GatewayInstance instance, EventSink told) {
    return ContainerGateway.create(
        engine, ConfigurationSource.fixed(BACKEND), instance, told, () -> {}, () -> {});
  }

  @AfterEach
  void stop() throws InterruptedException {
    assertThat(gateway.shutdown(AGES)).isTrue();
  }

  private static ConnectionHandler connected(ContainerGateway gateway, String id) {
    ConnectionHandler handler =
        gateway.connected(new Client(new ConnectionId(id), new RemoteAddress("192.0.2.7", 1), ""));
    var _ = handler.handshakeSucceeded(new Username("alice"));
    return handler;
  }

  private void leftBehind(String name, Labels labels) throws InterruptedException {
    var _ =
        engine.create(
            new ContainerSpec(
                name,
                ContainerSettings.of(IMAGE),
                new ContainerRole.Host(List.of("idle")),
                Environment.empty(),
                labels));
  }

  private List<String> names() {
    return engine.containers().stream().map(c -> c.spec().name()).sorted().toList();
  }

  private List<Lease> leases() throws InterruptedException {
    return engine.leases().all();
  }

  @Test
  void theLeaseIsRenewedUntilShutdownAndThenTakenAway() throws Exception {
    gateway.keepHouse(BACKEND, OFTEN);
    await().until(() -> leases().stream().anyMatch(l -> Integer.parseInt(l.mark()) >= 4));
    await().untilAsserted(() -> assertThat(leases()).hasSize(1));
    assertThat(gateway.shutdown(AGES)).isTrue();
    assertThat(leases()).isEmpty();
  }

  @Test
  void containersSayWhoseLeaseKeepsThemWhileItIsHeld() throws Exception {
    ConnectionHandler before = connected(gateway, "before");
    await().until(() -> engine.containers().size() == 1);
    gateway.keepHouse(BACKEND, OFTEN);
    await().until(() -> !leases().isEmpty());
    ConnectionHandler after = connected(gateway, "after");
    await().until(() -> engine.containers().size() == 2);

    Map<String, String> labels = labels("berth-after");
    assertThat(labels)
        .containsEntry("berth.instance", "self")
        .containsEntry("berth.lease", "PT0.2S")
        .containsEntry("berth.mode", "connection");
    assertThat(labels("berth-before")).doesNotContainKey("berth.lease");
    assertThat(before.shutdown(AGES)).isTrue();
    assertThat(after.shutdown(AGES)).isTrue();
  }

  /// Else nobody would know whose it is if the gateway died now.
  @Test
  void aContainerSaysWhoseLeaseKeepsItAlsoWhileARenewalFails() throws Exception {
    gateway.keepHouse(BACKEND, Duration.ofSeconds(2));
    await().until(() -> !leases().isEmpty());
    engine.faults().fail("grant", FailureCode.ENGINE_ERROR);
    await().until(() -> !events.of(LeaseNotRenewed.class).isEmpty());

    ConnectionHandler after = connected(gateway, "after");

    await().until(() -> engine.containers().size() == 1);
    assertThat(labels("berth-after")).containsEntry("berth.lease", "PT2S");
    engine.faults().heal("grant");
    assertThat(after.shutdown(AGES)).isTrue();
  }

  /// Those who can renew theirs would take it for a dead one's, and its user's container away.
  @Test
  void noContainerIsKeptByALeaseThatHasNotBeenRenewedForTooLong() throws Exception {
    gateway.keepHouse(BACKEND, OFTEN);
    await().until(() -> !leases().isEmpty());
    engine.faults().fail("grant", FailureCode.ENGINE_ERROR);
    AtomicInteger number = new AtomicInteger();

    await()
        .until(() -> {
          String id = "login" + number.incrementAndGet();
          ConnectionHandler login = connected(gateway, id);
          await().until(() -> names().contains("berth-" + id));
          Map<String, String> labels = labels("berth-" + id);
          assertThat(login.shutdown(AGES)).isTrue();
          return !labels.containsKey("berth.lease");
        });

    engine.faults().heal("grant");
  }

  /// Two gateways at one engine, each with a connection's container.
  private final class Neighbours {
    private final ContainerGateway second = gateway(new GatewayInstance("second"));
    private final ConnectionHandler one;
    private final ConnectionHandler two;

    Neighbours() {
      gateway.keepHouse(BACKEND, OFTEN);
      second.keepHouse(BACKEND, OFTEN);
      await()
          .until(
              () -> leases().stream().map(lease -> lease.terms().holder()).distinct().count() == 2);
      one = connected(gateway, "one");
      two = connected(second, "two");
      await().until(() -> engine.containers().size() == 2);
    }

    void keepTheirs(int renewals) {
      await()
          .during(OFTEN.multipliedBy(renewals))
          .until(() -> names().equals(List.of("berth-one", "berth-two")));
    }

    void leave() throws InterruptedException {
      assertThat(events.of(ContainerSwept.class)).isEmpty();
      assertThat(one.shutdown(AGES)).isTrue();
      assertThat(two.shutdown(AGES)).isTrue();
      assertThat(second.shutdown(AGES)).isTrue();
    }
  }

  /// Where none can renew its lease, as on a full disk, none is dead.
  @Test
  void gatewaysThatCannotRenewTheirLeasesLeaveEachOthersContainersAlone() throws Exception {
    Neighbours neighbours = new Neighbours();
    engine.faults().fail("grant", FailureCode.ENGINE_ERROR);
    neighbours.keepTheirs(8);
    engine.faults().heal("grant");
    neighbours.keepTheirs(8);

    neighbours.leave();
  }

  /// That of an engine that hangs fails only after a while, or never.
  @Test
  void gatewaysWhoseRenewalsHangLeaveEachOthersContainersAlone() throws Exception {
    Neighbours neighbours = new Neighbours();
    Faults.Gate hanging = engine.faults().hold("grant");
    neighbours.keepTheirs(8);
    hanging.open();
    neighbours.keepTheirs(8);

    neighbours.leave();
  }

  /// The look began before it, and what it shows at its end says nothing of others either.
  @Test
  void nobodyIsTakenForDeadByALookThatHung() throws Exception {
    Neighbours neighbours = new Neighbours();
    Faults.Gate looks = engine.faults().hold("list");
    Faults.Gate renewals = engine.faults().hold("grant");
    // Longer than anybody is watched.
    await().during(OFTEN.multipliedBy(6)).until(() -> looks.waiting() == 2);
    looks.open();
    neighbours.keepTheirs(2);
    renewals.open();

    neighbours.leave();
  }

  private Map<String, String> labels(String name) {
    return engine.containers().stream()
        .map(InMemoryContainer::spec)
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .orElseThrow()
        .labels()
        .values();
  }

  @Test
  void theLeaseTellsHowLongEachContainerHasNotBeenUsed() throws Exception {
    gateway.keepHouse(BACKEND, OFTEN);
    ConnectionHandler one = connected(gateway, "one");
    await().until(() -> engine.containers().size() == 1);
    String id = engine.containers().getFirst().id().brief();

    await()
        .until(() ->
            leases().stream()
                .map(lease -> lease.idle().get(id))
                .anyMatch(idle -> idle != null && idle.compareTo(Duration.ofMillis(300)) > 0));
    assertThat(one.shutdown(AGES)).isTrue();
    await().until(() -> leases().stream().allMatch(lease -> lease.idle().isEmpty()));
  }

  @Test
  void whatADeadGatewayLeftIsRemovedAndThenItsLease() throws Exception {
    leftBehind("dead", OTHER.labels());
    engine.leases().grant(new Lease(OTHER, "7"));
    gateway.keepHouse(BACKEND, OFTEN);

    await().untilAsserted(() -> assertThat(names()).isEmpty());
    await()
        .untilAsserted(
            () -> assertThat(leases()).noneMatch(l -> l.terms().holder().equals(OTHER.holder())));
    assertThat(events.of(ContainerSwept.class))
        .extracting(swept -> swept.container().name())
        .containsExactly("dead");
  }

  @Test
  void aLivingGatewaysContainersAndThoseWithoutALeaseStay() throws Exception {
    leftBehind("stranger", new Labels(Map.of()));
    leftBehind("embedded", new Labels(Map.of(Labels.INSTANCE, "embedded")));
    leftBehind("odd", new Labels(Map.of(Labels.INSTANCE, "x", Labels.LEASE, "for ever")));
    leftBehind("dead", OTHER.labels());
    ContainerGateway living = gateway(new GatewayInstance("living"));
    living.keepHouse(BACKEND, OFTEN);
    await().until(() -> !leases().isEmpty());
    ConnectionHandler theirs = connected(living, "theirs");
    ConnectionHandler ours = connected(gateway, "ours");
    gateway.keepHouse(BACKEND, OFTEN);

    await()
        .untilAsserted(() ->
            assertThat(names())
                .containsExactly("berth-ours", "berth-theirs", "embedded", "odd", "stranger"));
    // Several times as long as a gateway is watched.
    String mark = leases().getFirst().mark();
    int later = Integer.parseInt(mark) + 20;
    await()
        .until(() ->
            leases().stream()
                .anyMatch(l ->
                    l.terms().holder().name().equals("living")
                        && Integer.parseInt(l.mark()) >= later));
    assertThat(names()).contains("berth-ours", "berth-theirs", "embedded", "odd", "stranger");
    assertThat(theirs.shutdown(AGES)).isTrue();
    assertThat(ours.shutdown(AGES)).isTrue();
    assertThat(living.shutdown(AGES)).isTrue();
  }

  @Test
  void ownContainersOfConnectionsThatAreOverAreRemoved() throws Exception {
    Labels lost =
        new LeaseTerms(SELF, OFTEN)
            .labels()
            .and(new Labels(Map.of(Labels.CONNECTION_ID, "forgotten")));
    leftBehind("lost", lost);
    gateway.keepHouse(BACKEND, OFTEN);
    await().untilAsserted(() -> assertThat(names()).isEmpty());
  }

  @Test
  void whatFailsIsToldOnceAndTriedAgain() throws Exception {
    engine.faults().fail("grant", FailureCode.ENGINE_UNREACHABLE, 3);
    engine.faults().fail("remove", FailureCode.ENGINE_ERROR, 3);
    leftBehind("dead", OTHER.labels());
    gateway.keepHouse(BACKEND, OFTEN);

    await().untilAsserted(() -> assertThat(names()).isEmpty());
    await().until(() -> !leases().isEmpty());
    assertThat(events.of(SweepFailed.class)).hasSize(1);
    assertThat(events.of(LeaseNotRenewed.class)).hasSize(1);
  }

  private int newest() throws InterruptedException {
    return leases().stream().mapToInt(lease -> Integer.parseInt(lease.mark())).max().orElse(0);
  }

  /// Else all containers of a gateway that lives would be taken away.
  @Test
  void aRenewalThatEndsInAnErrorIsToldAndTriedAgain() throws Exception {
    gateway.keepHouse(BACKEND, OFTEN);
    await().until(() -> newest() > 0);
    engine.faults().fail("grant", new StackOverflowError("made by the test"));

    await().until(() -> !events.of(LeaseNotRenewed.class).isEmpty());
    int last = newest();
    await().until(() -> newest() > last);
  }

  @Test
  void aSweepThatEndsInAnErrorIsToldAndTriedAgain() throws Exception {
    engine.faults().fail("list", new StackOverflowError("made by the test"));
    leftBehind("dead", OTHER.labels());
    gateway.keepHouse(BACKEND, OFTEN);

    await().untilAsserted(() -> assertThat(names()).isEmpty());
    assertThat(events.of(SweepFailed.class)).hasSize(1);
  }

  @Test
  void whatCannotBeToldDoesNotEndTheRenewal() throws Exception {
    ContainerGateway mute =
        gateway(
            new GatewayInstance("mute"),
            event -> {
              if (event instanceof LeaseNotRenewed) {
                throw new StackOverflowError("made by the test");
              }
            });
    engine.faults().fail("grant", FailureCode.ENGINE_ERROR, 1);
    mute.keepHouse(BACKEND, OFTEN);

    await().until(() -> newest() > 1);
    assertThat(mute.shutdown(AGES)).isTrue();
  }

  @Test
  void aContainerThatShowsAfterTheEndHasBegunIsRemovedToo() throws Exception {
    engine.faults().fail("created", FailureCode.ENGINE_TIMEOUT);
    Faults.Gate look = engine.faults().hold("list");
    connected(gateway, "late");
    look.awaitReached();
    InMemoryContainer made = engine.containers().getFirst();
    engine.remove(made.id());
    engine.faults().heal("created");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> over = threads.submit(() -> gateway.shutdown(AGES));
      look.open();
      // Longer than looking once takes.
      assertThatThrownBy(() -> over.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      var _ = engine.create(made.spec());
      assertThat(over.get()).isTrue();
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void oldLeasesThatCannotBeTakenAwayAreToldOfOnce() throws Exception {
    engine.faults().fail("withdraw", FailureCode.ENGINE_ERROR);
    gateway.keepHouse(BACKEND, OFTEN);
    await().until(() -> leases().size() >= 5);
    assertThat(events.of(LeaseNotRenewed.class)).hasSize(1);
    engine.faults().heal("withdraw");
    await().until(() -> leases().size() == 1);
  }

  @Test
  void aLeaseStaysWhereContainersMayBeLeft() throws Exception {
    gateway.keepHouse(BACKEND, OFTEN);
    await().until(() -> !leases().isEmpty());
    connected(gateway, "stuck");
    await().until(() -> engine.containers().size() == 1);
    engine.faults().fail("remove", FailureCode.ENGINE_ERROR);
    assertThat(gateway.shutdown(Duration.ofMillis(300))).isFalse();
    assertThat(leases()).isNotEmpty();
    engine.faults().heal("remove");
    await().untilAsserted(() -> assertThat(names()).isEmpty());
  }
}
