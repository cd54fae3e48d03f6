package dev.berth.domain.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.berth.domain.connection.RemoteAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressPatternsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.7|192.0.2.7|true",
        "192.0.2.7|192.0.2.77|false",
        "192.0.2.0/24|192.0.2.255|true",
        "192.0.2.0/24|192.0.3.0|false",
        "192.0.2.128/25|192.0.2.127|false",
        "0.0.0.0/0|203.0.113.9|true",
        "0.0.0.0/0|2001:db8::1|false",
        "2001:db8::/32|2001:db8:ffff::1|true",
        "2001:db8::/32|2001:db9::1|false",
        "2001:db8::1|2001:DB8:0:0:0:0:0:1|true",
        "::/0|192.0.2.7|false",
        "*|192.0.2.7|true",
        "*|2001:db8::1|true",
        "192.0.*|192.0.2.7|true",
        "192.0.*|192.1.2.7|false",
        "192.0.2.?|192.0.2.7|true",
        "192.0.2.?|192.0.2.77|false",
        "1.2.3.4*|1x2.3.4|false",
        "*,!192.0.2.7|192.0.2.7|false",
        "*,!192.0.2.7|192.0.2.8|true",
        "!192.0.2.0/24,192.0.2.7|192.0.2.7|false",
        "!192.0.2.7|192.0.2.8|false",
        "10.0.0.0/8, 192.0.2.0/24|192.0.2.9|true",
        "*|somewhere|true",
        "*,!10.0.0.0/8|somewhere|false",
        "10.0.0.0/8|somewhere|false",
      })
  void anAddressMatchesOneAndNoneThatIsExcluded(String list, String host, boolean admitted) {
    assertThat(AddressPatterns.parse(list).admits(new RemoteAddress(host, 22))).isEqualTo(admitted);
  }

  @Test
  void aCertificateNamesNothingButNetworks() {
    assertThat(AddressPatterns.parseNetworks("10.0.0.0/8,192.0.2.7"))
        .isEqualTo(AddressPatterns.parse("10.0.0.0/8,192.0.2.7"));
    for (String list : new String[] {"10.*", "!10.0.0.0/8", "", "10.0.0.0/8,", "host"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> AddressPatterns.parseNetworks(list));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "300.0.0.1", "1.2.3", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "::1/129", "fe80::1%eth0",
    "2001:db8:*", "host", "!", "!!10.0.0.1", "10.0.0.0/0x8", "localhost", "1.2.3.4.5"
  })
  void whatIsNoPatternIsRefused(String pattern) {
    assertThatIllegalArgumentException().isThrownBy(() -> AddressPatterns.parse(pattern));
  }
}
