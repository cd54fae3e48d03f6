package dev.berth.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.Lease;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.ports.driven.Leases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What the leases at every container engine do.
public interface LeasesContract {
  /// The leases.
  Leases leases();

  /// Terms of a gateway that nobody else has.
  private static LeaseTerms terms() {
    return new LeaseTerms(
        new GatewayInstance("contract." + UUID.randomUUID()), Duration.ofHours(1));
  }

  private List<Lease> of(LeaseTerms terms) throws InterruptedException {
    return leases().all().stream()
        .filter(lease -> lease.terms().holder().equals(terms.holder()))
        .toList();
  }

  @Test
  default void aLeaseIsThereUntilItIsTakenAway() throws InterruptedException {
    LeaseTerms terms = terms();
    Lease first = new Lease(terms, "1");
    Lease second = new Lease(terms, "2");

    leases().grant(first);
    assertThat(of(terms)).containsExactly(first);
    leases().grant(second);
    assertThat(of(terms)).containsExactlyInAnyOrder(first, second);
    leases().withdraw(first);
    assertThat(of(terms)).containsExactly(second);
    leases().withdraw(second);
    assertThat(of(terms)).isEmpty();
  }

  @Test
  default void itTellsHowLongAgoContainersWereUsed() throws InterruptedException {
    LeaseTerms terms = terms();
    Lease lease =
        new Lease(
            terms,
            "1",
            Map.of("0123456789ab", Duration.ofMinutes(7), "c1", Duration.ofSeconds(90)));
    leases().grant(lease);

    Map<String, Duration> idle = of(terms).getFirst().idle();

    leases().withdraw(lease);
    assertThat(idle).containsOnlyKeys("0123456789ab", "c1");
    assertThat(idle.get("0123456789ab"))
        .isBetween(Duration.ofSeconds(419), Duration.ofSeconds(480));
    assertThat(idle.get("c1")).isBetween(Duration.ofSeconds(89), Duration.ofSeconds(150));
  }

  @Test
  default void whatIsThereCanBeLeftAndWhatIsGoneCanBeTakenAway() throws InterruptedException {
    LeaseTerms terms = terms();
    Lease lease = new Lease(terms, "again");

    leases().grant(lease);
    leases().grant(lease);
    assertThat(of(terms)).containsExactly(lease);
    leases().withdraw(lease);
    leases().withdraw(lease);
    assertThat(of(terms)).isEmpty();
  }
}
