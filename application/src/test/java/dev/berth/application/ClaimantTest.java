package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.Handover;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimantTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
    "localhost, localhost"
  })
  void theSourceIsAnAddressOrTheNetworkThatACustomerHas(String host, String source) {
    Username alice = new Username("alice");
    Claimant claimant =
        Claimant.of(
            new Client(new ConnectionId("c0ffee"), new RemoteAddress(host, 1), ""),
            new AuthenticatedUser(alice, alice, Handover.nothing()));
    assertThat(claimant).isEqualTo(new Claimant(source, "alice"));
  }
}
