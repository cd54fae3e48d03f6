package dev.berth.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.GatewayFixture.Run;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.ImageReference;
import dev.berth.domain.failure.FailureCode;
import dev.berth.domain.failure.GatewayException;
import dev.berth.domain.session.ExitStatus;
import dev.berth.ports.driven.ConfigurationSource;
import dev.berth.ports.driven.Counter;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driving.Gateway;
import dev.berth.ports.fake.InMemoryEngine;
import org.junit.jupiter.api.Test;

class ContainerGatewayTest {
  private final InMemoryEngine engine = InMemoryEngine.withImage("image");
  private final ContainerGateway gateway =
      ContainerGateway.create(
          engine,
          source("nowhere"),
          new GatewayInstance("test"),
          EventSink.discarding(),
          Counter.discarding(),
          Counter.discarding());

  private static ConfigurationSource source(String image) {
    return ConfigurationSource.fixed(BackendConfiguration.of(new ImageReference(image)));
  }

  private static Run run(Gateway gateway, String id) throws Exception {
    return Run.exec(
        gateway
            .connected(new Client(new ConnectionId(id), new RemoteAddress("192.0.2.7", 40_000), ""))
            .handshakeSucceeded(new Username("alice"))
            .openSession(0, new byte[0]),
        "echo hi",
        "");
  }

  @Test
  void othersGetWhatAnotherSourceSaysAndEndWithTheRest() throws Exception {
    assertThat(run(gateway.with(source("image")), "c0ffee").status())
        .isEqualTo(new ExitStatus.Exited(0));
    assertThatThrownBy(() -> run(gateway, "decaf"))
        .isInstanceOfSatisfying(
            GatewayException.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.IMAGE_MISSING));
    assertThat(engine.containers()).hasSize(1);

    assertThat(gateway.shutdown(GatewayFixture.SOON)).isTrue();

    assertThat(engine.containers()).isEmpty();
  }
}
