package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What ends with a channel, in a connection that lives on (mode *connection*).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChannelEndE2E {
  private static final String DETACHED = " </dev/null >/dev/null 2>&1 & ";

  private final GatewayProcess gateway = GatewayProcess.start(Settings.of(Mode.CONNECTION));
  private BareClient client = connect();

  private BareClient connect() {
    try {
      return new BareClient(gateway.port());
    } catch (IOException failed) {
      throw new AssertionError("no connection", failed);
    }
  }

  @BeforeEach
  void connectAgain() throws IOException {
    client.close();
    client = connect();
    // Another program of the same connection, which has to stay.
    client.keep("echo up; exec sleep 1770");
  }

  @AfterEach
  void theOthersStay() throws IOException {
    assertThat(sleepers()).isEqualTo("1770 ");
  }

  @AfterAll
  void stop() {
    client.close();
    gateway.close();
  }

  private String sleepers() throws IOException {
    String command = "ps -o args | sed -n 's/^sleep //p' | sort | tr '\\n' ' '";
    return new String(client.exec(command.getBytes(UTF_8)).out(), UTF_8);
  }

  private void awaitOnlyTheOthers() {
    Awaitility.await().atMost(ClientProcess.PATIENCE).until(() -> sleepers().equals("1770 "));
  }

  @Test
  void whatAProgramLeavesBehindEndsSoonAfterIt() throws IOException {
    Outcome outcome =
        client.exec(
            ("sleep 1771"
                    + DETACHED
                    + "nohup sleep 1772"
                    + DETACHED
                    + "setsid sleep 1773"
                    + DETACHED
                    + "env -i sleep 1774"
                    + DETACHED
                    + "setsid sh -c 'trap \"\" HUP TERM; while :; do sleep 1775; done'"
                    + DETACHED
                    + "count() { ps -o args | grep -c '^sleep 177'; }; i=0; until [ \"$(count)\" ="
                    + " 6 ] || [ $i = 100 ]; do sleep 0.1; i=$((i + 1)); done; count; exit 7")
                .getBytes(UTF_8));

    assertThat(outcome.line()).isEqualTo("6");
    assertThat(outcome.status()).isEqualTo(7);
    awaitOnlyTheOthers();
  }

  @Test
  void aProgramThatTakesNoHintEndsWithItsChannel() throws IOException {
    client.execAndClose("trap '' HUP TERM INT QUIT; echo up; while :; do sleep 1776; done");

    awaitOnlyTheOthers();
  }

  @Test
  void aSignalReachesEveryoneOfTheProgramsGroup() throws IOException {
    String first = "(trap 'echo one >>/tmp/got; exit' TERM; >/tmp/1; sleep 1777 & wait)";
    String second = "(trap 'echo two >>/tmp/got; exit' TERM; >/tmp/2; sleep 1778 & wait)";
    String ready = "(until [ -e /tmp/1 ] && [ -e /tmp/2 ]; do sleep 0.1; done; echo up) & ";
    assertThat(client.signal(ready + first + " | " + second + "; exit 5", "TERM"))
        .isEqualTo("TERM");

    awaitOnlyTheOthers();
    assertThat(new String(client.exec("sort /tmp/got".getBytes(UTF_8)).out(), UTF_8))
        .isEqualTo("one\ntwo\n");
  }
}
