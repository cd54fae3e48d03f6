package dev.berth.domain.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTermsTest {
  private static final LeaseTerms TERMS =
      new LeaseTerms(new GatewayInstance("host-1"), Duration.ofSeconds(30));

  @Test
  void labelsCarryThem() {
    assertThat(TERMS.labels().values())
        .containsOnly(Map.entry("berth.instance", "host-1"), Map.entry("berth.lease", "PT30S"));
    assertThat(LeaseTerms.of(TERMS.labels())).contains(TERMS);
  }

  @Test
  void fourRenewalsMayFail() {
    assertThat(TERMS.patience()).isEqualTo(Duration.ofMinutes(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "30", "30s", "PT0S", "PT-30S", "PT1H0.001S", "P9999999D", "PT0.001S", "x"})
  void aRenewalThatNoGatewayHasIsNotOurs(String renewal) {
    assertThat(LeaseTerms.of(labels("host-1", renewal))).isEmpty();
  }

  @Test
  void withoutHolderOrRenewalThereAreNone() {
    assertThat(LeaseTerms.of(new Labels(Map.of()))).isEmpty();
    assertThat(LeaseTerms.of(new Labels(Map.of(Labels.INSTANCE, "host-1")))).isEmpty();
    assertThat(LeaseTerms.of(new Labels(Map.of(Labels.LEASE, "PT30S")))).isEmpty();
    assertThat(LeaseTerms.of(labels("no such name", "PT30S"))).isEmpty();
  }

  @Test
  void marksAreLettersAndDigits() {
    assertThat(new Lease(TERMS, "12a").mark()).isEqualTo("12a");
    assertThatThrownBy(() -> new Lease(TERMS, "../x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Lease(TERMS, "")).isInstanceOf(IllegalArgumentException.class);
  }

  private static Labels labels(String holder, String renewal) {
    return new Labels(Map.of(Labels.INSTANCE, holder, Labels.LEASE, renewal));
  }
}
