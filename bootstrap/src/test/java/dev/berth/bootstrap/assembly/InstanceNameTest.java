package dev.berth.bootstrap.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InstanceNameTest {
  @ParameterizedTest
  @CsvSource({
    "gate1.example.org, gate1.example.org-0000002a",
    "'my host\n', my-host-0000002a",
    "zoë, zo--0000002a",
    "'', 0000002a",
  })
  void anyHostsNameBecomesAName(String host, String name) {
    assertThat(InstanceName.of(host, 42).name()).isEqualTo(name);
  }

  @Test
  void aLongHostsNameIsCut() {
    assertThat(InstanceName.of("h".repeat(300), 1).name()).hasSize(109);
  }

  @Test
  void noTwoStartsHaveTheSameName() {
    assertThat(InstanceName.random()).isNotEqualTo(InstanceName.random());
  }
}
