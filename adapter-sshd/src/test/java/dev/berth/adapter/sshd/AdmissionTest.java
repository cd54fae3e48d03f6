package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.MaxStartups;
import dev.berth.domain.configuration.PenaltyLimits;
import dev.berth.domain.configuration.SourceLimits;
import dev.berth.domain.configuration.SshLimits;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.Network;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.event.GatewayEvent;
import dev.berth.domain.event.GatewayEvent.ConnectionRefused;
import dev.berth.domain.event.GatewayEvent.SourceRefused;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");

  private final SettableClock clock = new SettableClock();
  private final List<GatewayEvent> events = new ArrayList<>();

  @Test
  void someAreTurnedAwayAtRandomBeforeAllAre() {
    Admission admission = admission(new MaxStartups(10, 30, 100), sources(1000, 1000));
    List<Admission.Answer> answers = new ArrayList<>();
    int turnedAway = 0;
    for (int i = 0; i < 2000; i++) {
      Admission.Answer answer = admission.enter();
      answers.add(answer);
      if (answer instanceof Admission.TurnedAway(Refusal refusal)) {
        assertThat(refusal).isEqualTo(new Refusal.Limit("maxStartups"));
        turnedAway++;
      }
    }
    assertThat(answers.subList(0, 10)).allMatch(Admission.Place.class::isInstance);
    assertThat(2000 - turnedAway).isEqualTo(100);
    assertThat(answers.subList(10, 100)).anyMatch(Admission.TurnedAway.class::isInstance);
    assertThat(answers.subList(10, 100)).anyMatch(Admission.Place.class::isInstance);
  }

  @Test
  void whoHasLoggedInIsNoStartupAnyMore() {
    Admission admission = admission(MaxStartups.upTo(1), sources(10, 10));
    for (int i = 0; i < 5; i++) {
      place(admission).loggedIn();
    }
    place(admission);
    assertThat(admission.enter()).isInstanceOf(Admission.TurnedAway.class);
  }

  @Test
  void eachSourceHasItsOwnLimit() {
    Admission admission = admission(MaxStartups.upTo(1000), sources(2, 2));
    Admission.Place one = place(admission);
    assertThat(one.from(HERE)).isEmpty();
    assertThat(place(admission).from(HERE)).isEmpty();
    assertThat(place(admission).from(HERE)).contains(new Refusal.Limit("maxConnectionsPerSource"));
    assertThat(place(admission).from(THERE)).isEmpty();
    one.leave(null);
    one.leave(null);
    assertThat(place(admission).from(HERE)).isEmpty();
    assertThat(place(admission).from(HERE)).isPresent();
  }

  @Test
  void eachSourceMayHaveOnlySoManyThatHaveNotLoggedIn() {
    Admission admission = admission(MaxStartups.upTo(1000), sources(100, 1));
    Admission.Place one = place(admission);
    assertThat(one.from(HERE)).isEmpty();
    assertThat(place(admission).from(HERE)).contains(new Refusal.Limit("maxStartupsPerSource"));
    one.loggedIn();
    assertThat(place(admission).from(HERE)).isEmpty();
  }

  @Test
  void addressesOfOneSubscriberAreOneSource() {
    Admission admission = admission(MaxStartups.upTo(1000), sources(1, 1));
    assertThat(place(admission).from(InetAddress.ofLiteral("2001:db8::1"))).isEmpty();
    assertThat(place(admission).from(InetAddress.ofLiteral("2001:db8::ffff:1"))).isPresent();
    assertThat(place(admission).from(InetAddress.ofLiteral("2001:db8:0:1::1"))).isEmpty();
  }

  @Test
  void aSourceThatMisbehavesIsRefusedUntilItsPenaltyHasRunOff() {
    Admission admission = admission(MaxStartups.upTo(1000), sources(100, 100));
    for (int i = 0; i < 2; i++) {
      Admission.Place place = place(admission);
      assertThat(place.from(HERE)).isEmpty();
      place.leave(Offence.GARBAGE);
    }
    Optional<Refusal> refusal = place(admission).from(HERE);
    assertThat(refusal)
        .contains(new Refusal.Penalised(Network.parse("192.0.2.1"), Duration.ofSeconds(20)));
    assertThat(place(admission).from(THERE)).isEmpty();
    clock.pass(Duration.ofSeconds(20));
    assertThat(place(admission).from(HERE)).isEmpty();
  }

  @Test
  void exemptNetworksAreNeitherCountedNorPunished() {
    Admission admission = admission(MaxStartups.upTo(1000), sources(1, 1, "192.0.2.0/30"));
    for (int i = 0; i < 20; i++) {
      Admission.Place place = place(admission);
      assertThat(place.from(HERE)).isEmpty();
      if (i % 2 == 0) {
        place.leave(Offence.GARBAGE);
      }
    }
  }

  @Test
  void refusalsAreToldOnceAMinuteWithTheirNumber() {
    Admission admission = admission(MaxStartups.upTo(1), sources(1, 1));
    Client client = new Client(ConnectionId.random(), new RemoteAddress("192.0.2.1", 1), "");
    for (int i = 0; i < 100; i++) {
      admission.tell(client, new Refusal.Limit("maxStartups"));
      admission.tell(client, new Refusal.Penalised(Network.parse("192.0.2.1"), Duration.ZERO));
    }
    assertThat(events).hasSize(2);
    clock.pass(Seldom.INTERVAL);
    admission.tell(client, new Refusal.Limit("maxStartups"));
    assertThat(events.getLast()).isEqualTo(new ConnectionRefused(client, "maxStartups", 100));
  }

  @Test
  void howeverManySourcesAreRefusedTheLogIsNotFlooded() {
    Admission admission = admission(MaxStartups.upTo(1), sources(1, 1));
    Client client = new Client(ConnectionId.random(), new RemoteAddress("192.0.2.1", 1), "");
    for (int i = 0; i < 5000; i++) {
      Network source = Network.parse("10.0." + i / 256 + "." + i % 256);
      admission.tell(client, new Refusal.Penalised(source, Duration.ZERO));
    }
    assertThat(events).hasSize(Seldom.MOST).hasOnlyElementsOfType(SourceRefused.class);
  }

  /// A connection may end while it is still being found out where it comes from.
  @Test
  void whoHasLeftLeavesNoTraceOfWhereItCameFrom() {
    Admission admission = admission(MaxStartups.upTo(10), sources(5, 5));
    Admission.Place place = place(admission);
    place.leave(null);
    assertThat(place.from(HERE)).isEmpty();
    assertThat(admission.countedSources()).isZero();
  }

  @Test
  void whateverOrderClientsComeAndGoInNothingStaysCounted() {
    Random random = new Random(7);
    Admission admission = admission(MaxStartups.upTo(50), sources(5, 3));
    List<Admission.Place> inside = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (inside.isEmpty() || random.nextBoolean()) {
        if (admission.enter() instanceof Admission.Place place) {
          inside.add(place);
          if (random.nextInt(10) > 0) {
            var _ = place.from(InetAddress.ofLiteral("192.0.2." + random.nextInt(20)));
          }
        }
      } else {
        Admission.Place place = inside.get(random.nextInt(inside.size()));
        if (random.nextBoolean()) {
          place.loggedIn();
        } else {
          place.leave(null);
          inside.remove(place);
        }
      }
    }
    inside.forEach(place -> place.leave(null));
    assertThat(admission.countedSources()).isZero();
    for (int i = 0; i < 50; i++) {
      Admission.Place place = place(admission);
      if (i < 3) {
        assertThat(place.from(HERE)).isEmpty();
      }
    }
    assertThat(admission.enter()).isInstanceOf(Admission.TurnedAway.class);
  }

  private static Admission.Place place(Admission admission) {
    return (Admission.Place) admission.enter();
  }

  private Admission admission(MaxStartups startups, SourceLimits sources) {
    SshLimits all = SshLimits.DEFAULT;
    SshLimits limits =
        new SshLimits(
            all.loginGraceTime(),
            all.maxAuthTries(),
            all.maxConnections(),
            startups,
            all.maxChannels(),
            all.lifetime(),
            sources);
    return new Admission(limits, new Random(1), clock, events::add);
  }

  private static SourceLimits sources(int connections, int startups, String... exempt) {
    return new SourceLimits(
        connections,
        startups,
        SourceLimits.DEFAULT.blocks(),
        PenaltyLimits.DEFAULT,
        List.of(exempt).stream().map(Network::parse).toList(),
        List.of());
  }
}
