package dev.berth.domain.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::/0, 192.0.2.1, false",
    "192.0.2.0/24, ::ffff:192.0.2.9, true"
  })
  void anAddressIsInItOrNot(String network, String address, boolean inside) {
    assertThat(Network.parse(network).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10",
        "10/8",
        "10.0.0/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "10.0.0.0/0008",
        "10.0.0.1/8",
        "2001:db8::1/32",
        "::/129",
        "localhost",
        "host/8",
        "256.0.0.1",
        "10.0.0.0 /8",
        "10.0.0.0/8x"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addressesOfANetworkMakeTheSameSource() {
    Network one = new Network(InetAddress.ofLiteral("2001:db8:1:2:3::4"), 64);
    Network other = new Network(InetAddress.ofLiteral("2001:db8:1:2:ffff::"), 64);
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).hasToString("2001:db8:1:2:0:0:0:0/64");
  }

  @Test
  void aNetworkWithAnAddressInsideItIsNamedAsItShouldBeWritten() {
    assertThatThrownBy(() -> Network.parse("10.1.2.3/16")).hasMessageContaining("10.1.0.0/16");
  }
}
