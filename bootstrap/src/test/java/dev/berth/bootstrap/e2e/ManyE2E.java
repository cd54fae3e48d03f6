package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Many at once, in connection mode.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManyE2E {
  private final GatewayProcess gateway = GatewayProcess.start(Settings.of(Mode.CONNECTION));
  private final List<ClientProcess> clients = new ArrayList<>();

  @AfterEach
  void endClients() {
    clients.forEach(ClientProcess::close);
    clients.clear();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  /// Each says which container it is in, and waits for a line.
  private void open(SshClients ssh, int count) {
    for (int i = 0; i < count; i++) {
      clients.add(ssh.start("hostname; read -r line; echo \"$line\"; exit 9"));
    }
  }

  private Set<String> containersOfAll() {
    Set<String> names = new HashSet<>();
    for (ClientProcess client : clients) {
      names.add(client.awaitOut("\n").strip());
    }
    return names;
  }

  private void endAll() {
    for (int i = 0; i < clients.size(); i++) {
      clients.get(i).write("line " + i + "\n");
    }
    for (int i = 0; i < clients.size(); i++) {
      Outcome outcome = clients.get(i).end();
      assertThat(outcome.text()).endsWith("\nline " + i + "\n");
      assertThat(outcome.status()).isEqualTo(9);
      assertThat(outcome.err()).isEmpty();
    }
  }

  @Test
  void fiftySessionsAtOnceShareTheContainerOfTheirConnection() {
    try (SharedConnection connection = gateway.clients().connect()) {
      open(connection.clients(), 50);

      assertThat(containersOfAll()).hasSize(1);
      assertThat(gateway.containers()).hasSize(1);
      endAll();
    }
    gateway.awaitContainers(0);
  }

  @Test
  void aHundredConnectionsAtOnceHaveContainersOfTheirOwn() {
    open(gateway.clients(), 100);

    assertThat(containersOfAll()).hasSize(100);
    List<JsonNode> containers = gateway.containers();
    assertThat(containers).hasSize(100).allMatch(c -> c.path("State").asText().equals("running"));
    assertThat(containers)
        .extracting(c -> c.path("Labels").path("containerssh_connection_id").asText())
        .doesNotHaveDuplicates();
    endAll();
    gateway.awaitContainers(0);
  }
}
