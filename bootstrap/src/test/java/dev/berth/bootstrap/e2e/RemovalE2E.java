package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The container is gone when the connection ends, however it ends.
final class RemovalE2E extends InBothModes {
  private static final String PATIENT = "echo up; sleep 1000";
  private static final String DEAF = "trap '' HUP TERM INT; echo up; while :; do sleep 1; done";
  private static final String CHATTY = "echo up; while :; do echo more; done";

  private @Nullable Holdings before;

  @BeforeEach
  void note() {
    ssh("true").succeeded();
    gateway().awaitContainers(0);
    before = Holdings.of(gateway());
  }

  @AfterEach
  void theGatewayHoldsNoMoreThanBefore() {
    Objects.requireNonNull(before).awaitNoMoreIn(gateway());
  }

  private static ClientProcess start(GatewayProcess gateway, String program) {
    ClientProcess client = gateway.clients().start(program);
    client.awaitOut("up\n");
    return client;
  }

  @Test
  void theContainerIsGoneWhenTheProgramHasEnded() {
    ssh("true").succeeded();

    gateway().awaitContainers(0);
  }

  @Test
  void theContainerIsGoneWhenItsClientIsKilled() {
    for (String program : List.of(PATIENT, DEAF, CHATTY)) {
      try (ClientProcess client = start(gateway(), program)) {
        assertThat(gateway().containers()).hasSize(1);
        client.signal("KILL");
        gateway().awaitContainers(0);
      }
    }
  }

  @Test
  void whatASessionHasIsGoneWhenItsChannelIsClosed() throws IOException {
    try (BareClient client = new BareClient(gateway().port())) {
      client.execAndClose("echo up; exec sleep 4321");
      if (mode == Mode.CONNECTION) {
        // The container is the connection's; only the program has to go.
        Awaitility.await()
            .atMost(ClientProcess.PATIENCE)
            .until(() -> !client.exec("ps".getBytes(UTF_8)).text().contains("sleep 4321"));
        assertThat(gateway().containers()).hasSize(1);
      } else {
        gateway().awaitContainers(0);
      }
    }
    gateway().awaitContainers(0);
  }

  @Test
  void aClientThatLeavesWhileItsContainerIsMadeLeavesNone() {
    for (int i = 0; i < 4; i++) {
      int logins = gateway().log("AUTHENTICATION_SUCCEEDED").size() + 1;
      ClientProcess client = clients().start("true");
      Awaitility.await()
          .atMost(ClientProcess.PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> gateway().log("AUTHENTICATION_SUCCEEDED").size() >= logins);
      client.close();
    }

    gateway().awaitContainers(0);
  }

  @Test
  void whenTheGatewayIsStoppedUsersAreToldAndContainersAreGone() {
    GatewayProcess stopped = GatewayProcess.start(Settings.of(mode));
    List<ClientProcess> clients = new ArrayList<>();
    for (String program : List.of(PATIENT, DEAF, CHATTY)) {
      clients.add(start(stopped, program));
    }

    stopped.close();

    assertThat(stopped.log("SESSIONS_CUT"))
        .singleElement()
        .satisfies(cut -> assertThat(cut.path("count").asInt()).isEqualTo(clients.size()));

    for (ClientProcess client : clients) {
      assertThat(client.await().status()).isEqualTo(255);
    }
    // A client that is busy sending may not hear it.
    assertThat(clients.getFirst().await().err()).contains("shutting down");
  }
}
