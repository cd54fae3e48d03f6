package dev.berth.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Many at once.
final class ManyE2E extends InBothModes {
  private final List<ClientProcess> clients = new ArrayList<>();

  @AfterEach
  void endClients() {
    clients.forEach(ClientProcess::close);
    clients.clear();
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

  /// As many containers as the mode says.
  @Test
  void fiftySessionsAtOnceOnOneConnection() {
    int expected = mode == Mode.CONNECTION ? 1 : 50;
    try (SharedConnection connection = clients().connect()) {
      open(connection.clients(), 50);

      assertThat(containersOfAll()).hasSize(expected);
      assertThat(gateway().containers()).hasSize(expected);
      endAll();
    }
    gateway().awaitContainers(0);
  }

  @Test
  void aHundredConnectionsAtOnceHaveContainersOfTheirOwn() {
    open(clients(), 100);

    assertThat(containersOfAll()).hasSize(100);
    List<JsonNode> containers = gateway().containers();
    assertThat(containers).hasSize(100).allMatch(c -> c.path("State").asText().equals("running"));
    assertThat(containers)
        .extracting(c -> c.path("Labels").path("containerssh_connection_id").asText())
        .doesNotHaveDuplicates();
    endAll();
    gateway().awaitContainers(0);
  }
}
