package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.configuration.SshLimits;
import dev.berth.domain.configuration.SshLimits.Lifetime;
import dev.berth.domain.event.GatewayEvent.ConnectionExpired;
import dev.berth.domain.session.Program;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Limits of time after the login.
final class ExpiryTest {
  @Test
  void anIdleConnectionIsWarnedAndThenClosed() {
    try (TestServer server = server(new Lifetime(Duration.ofSeconds(6), Duration.ZERO))) {
      OpenSsh.Outcome outcome = waiting(server, "-tt");
      assertThat(outcome.text())
          .contains("This connection is closed in 3 s, because it has been idle too long.")
          .containsOnlyOnce("This connection is closed");
      assertThat(outcome.err())
          .contains("connection closed: it has been idle too long (idleTimeout)")
          .doesNotContain("This connection is closed");
      assertThat(server.events(ConnectionExpired.class))
          .singleElement()
          .satisfies(expired -> assertThat(expired.limit()).isEqualTo("idleTimeout"));
      await().until(() -> server.gateway.sessionsClosed.get() == 1);
    }
  }

  @Test
  void withoutATerminalNothingComesBetweenAProgramAndWhoReadsIt() {
    try (TestServer server = server(new Lifetime(Duration.ofSeconds(2), Duration.ZERO))) {
      OpenSsh.Outcome outcome = waiting(server);
      assertThat(outcome.text()).isEmpty();
      assertThat(outcome.err())
          .contains("connection closed: it has been idle too long (idleTimeout)")
          .doesNotContain("This connection is closed");
      assertThat(server.events(ConnectionExpired.class)).hasSize(1);
    }
  }

  @Test
  void dataKeepsAConnectionAliveAndItsEndIsTheConnections() throws Exception {
    Duration idle = Duration.ofSeconds(6);
    try (TestServer server = server(new Lifetime(idle, Duration.ZERO))) {
      Process client = server.client().with("-o", "LogLevel=INFO").start("cat");
      long start = System.nanoTime();
      // Longer than the limit, each pause much shorter: a busy machine stretches them.
      while (System.nanoTime() - start < idle.plusSeconds(2).toNanos()) {
        client.getOutputStream().write('x');
        client.getOutputStream().flush();
        assertThat(client.getInputStream().read())
            .as(() -> "the connection ended: " + server.events)
            .isEqualTo('x');
        Thread.sleep(500);
      }
      assertThat(server.events(ConnectionExpired.class)).isEmpty();
      assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(server.events(ConnectionExpired.class)).hasSize(1);
    }
  }

  @Test
  void aConnectionLastsNoLongerThanItMayWhateverItDoes() throws Exception {
    FakeProgram chatty =
        run -> {
          while (true) {
            run.streams().stdout().write('.');
            Thread.sleep(50);
          }
        };
    try (TestServer server =
        server(chatty, new Lifetime(Duration.ofSeconds(30), Duration.ofSeconds(6)))) {
      OpenSsh.Outcome outcome = waiting(server, "-tt");
      assertThat(outcome.text())
          .contains("This connection is closed in 3 s, because it has lasted as long as it may.");
      assertThat(outcome.err()).contains("(maxConnectionTime)");
      assertThat(server.events(ConnectionExpired.class).getFirst().limit())
          .isEqualTo("maxConnectionTime");
    }
  }

  @Test
  void nothingIsLeftToBeDoneForConnectionsThatHaveEnded() {
    try (TestServer server = server(new Lifetime(Duration.ofHours(1), Duration.ofHours(2)))) {
      for (int i = 0; i < 3; i++) {
        assertThat(server.client().run("hi").status()).isZero();
      }
      await().until(() -> server.server.timers().pending() == 0);
    }
  }

  @Test
  void byDefaultAConnectionLastsForEver() throws Exception {
    try (TestServer server = server(SshLimits.DEFAULT.lifetime());
        RawClient client = new RawClient(server.port())) {
      assertThat(client.session.isOpen()).isTrue();
      assertThat(server.server.timers().pending()).isZero();
    }
  }

  /// A client that sends nothing, until it ends.
  private static OpenSsh.Outcome waiting(TestServer server, String... options) {
    Process client = server.client().with(options).with("-n", "-o", "LogLevel=INFO").start("cat");
    return OpenSsh.await(client, new byte[0]);
  }

  private static TestServer server(Lifetime lifetime) {
    FakeProgram patient =
        run -> {
          if (run.program() instanceof Program.Exec(var command)
              && new String(command.bytes(), StandardCharsets.UTF_8).equals("hi")) {
            return Programs.echo(run);
          }
          var status = Programs.cat(run);
          Thread.sleep(Duration.ofMinutes(2));
          return status;
        };
    return server(patient, lifetime);
  }

  private static TestServer server(FakeProgram program, Lifetime lifetime) {
    return new TestServer(
        program,
        new FakeAuthenticator("password"),
        LoginTest.limited(SshLimits.DEFAULT.with(lifetime)));
  }
}
