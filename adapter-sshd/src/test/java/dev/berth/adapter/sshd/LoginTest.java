package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.berth.domain.configuration.SshConfiguration;
import dev.berth.domain.configuration.SshLimits;
import dev.berth.domain.event.GatewayEvent.AuthenticationFailed;
import dev.berth.domain.event.GatewayEvent.AuthenticationSucceeded;
import dev.berth.domain.event.GatewayEvent.AuthenticationUnavailable;
import dev.berth.domain.event.GatewayEvent.ConnectionClosed;
import dev.berth.domain.event.GatewayEvent.ConnectionOpened;
import dev.berth.domain.event.GatewayEvent.HandshakeFailed;
import dev.berth.domain.event.GatewayEvent.InternalFault;
import dev.berth.ports.driven.Authenticator.Proof;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets in, and what is told of it.
final class LoginTest {
  private static final String[] NO_KEY = {"-o", "PreferredAuthentications=password"};

  /// Who has connected and who connects are decided about by different configurations.
  @Test
  void whoConnectedBeforeAReloadLogsInByWhatHeldThen() throws IOException {
    try (TestServer server = new TestServer(Programs::echo);
        RawClient before = RawClient.stranger(server.port())) {
      await().until(() -> server.gateway.connected.size() == 1);
      FakeGateway nextGateway = new FakeGateway(Programs::echo);
      FakeAuthenticator next = new FakeAuthenticator("password");
      server.server.adopt(TestServer.configuration(), nextGateway, next);

      before.session.auth().verify(Duration.ofMinutes(2));
      try (RawClient after = new RawClient(server.port())) {
        assertThat(after.session.isAuthenticated()).isTrue();
      }

      assertThat(server.authenticator.passwords).hasSize(1);
      assertThat(server.gateway.loggedIn).hasSize(1);
      assertThat(next.passwords).hasSize(1);
      assertThat(nextGateway.loggedIn).hasSize(1);
    }
  }

  @Test
  void theRightPasswordLogsInOnce() {
    try (TestServer server = new TestServer(Programs::echo)) {
      assertThat(server.client().run("hi").text()).isEqualTo("hi");
      await().until(() -> server.gateway.disconnected.get() == 1);
      assertThat(server.gateway.loggedIn).hasSize(1);
      assertThat(server.gateway.connected.getFirst().version()).startsWith("SSH-2.0-OpenSSH");
      assertThat(server.events(AuthenticationSucceeded.class))
          .singleElement()
          .satisfies(event -> assertThat(event.method()).isEqualTo("password"));
      assertThat(server.events(ConnectionOpened.class)).hasSize(1);
      assertThat(server.events(ConnectionClosed.class))
          .singleElement()
          .satisfies(event -> assertThat(event.user()).isNotNull());
      assertThat(server.events(HandshakeFailed.class)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "nobody", "broken", "unknown", "root"})
  void whoeverHasNoProofIsRefused(String user) {
    try (TestServer server = new TestServer(Programs::echo)) {
      OpenSsh.Outcome outcome = server.client().with(NO_KEY).user(user, "wrong").run("hi");
      assertThat(outcome.status()).isNotZero();
      assertThat(outcome.text()).isEmpty();
      await().until(() -> server.gateway.disconnected.get() == 1);
      assertThat(server.gateway.loggedIn).isEmpty();
      assertThat(server.events(HandshakeFailed.class)).hasSize(1);
      assertThat(server.events(ConnectionClosed.class)).hasSize(1);
      assertThat(server.events(AuthenticationSucceeded.class)).isEmpty();
    }
  }

  @Test
  void failuresAreToldByTheirKind() {
    try (TestServer server = new TestServer(Programs::echo)) {
      server.client().with(NO_KEY).user("demo", "wrong").run("hi");
      assertThat(server.events(AuthenticationFailed.class)).hasSize(1);
      server.client().with(NO_KEY).user("unknown", "wrong").run("hi");
      assertThat(server.events(AuthenticationUnavailable.class)).hasSize(1);
      server.client().with(NO_KEY).user("broken", "wrong").run("hi");
      assertThat(server.events(InternalFault.class)).hasSize(1);
    }
  }

  /// An offer is no login, so it does not count as one that failed; that nobody could tell is said.
  @Test
  void manyKeysThatNobodyCanTellOfAreToldOnce() {
    FakeAuthenticator keys = new FakeAuthenticator("publickey");
    try (TestServer server = new TestServer(Programs::echo, keys, UnaryOperator.identity())) {
      OpenSsh client = server.client().user("unknown", "");
      for (int i = 0; i < 3; i++) {
        client.with("-i", OpenSsh.key("ed25519").toString());
      }

      assertThat(client.run("hi").status()).isNotZero();

      await().until(() -> server.events(ConnectionClosed.class).size() == 1);
      assertThat(keys.asked).hasSize(3);
      assertThat(server.events(AuthenticationUnavailable.class)).hasSize(1);
      assertThat(server.events(AuthenticationFailed.class)).isEmpty();
    }
  }

  @Test
  void thatNobodyCanTellIsSaidAlsoAfterAFault() {
    FakeAuthenticator keys = new FakeAuthenticator("publickey");
    try (TestServer server = new TestServer(Programs::echo, keys, UnaryOperator.identity())) {
      OpenSsh client = server.client().user("faulty", "");
      for (int i = 0; i < 3; i++) {
        client.with("-i", OpenSsh.key("ed25519").toString());
      }

      assertThat(client.run("hi").status()).isNotZero();

      await().until(() -> server.events(ConnectionClosed.class).size() == 1);
      assertThat(keys.asked).hasSize(3);
      assertThat(server.events(InternalFault.class)).hasSize(1);
      assertThat(server.events(AuthenticationUnavailable.class)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void aKeyLogsInByItsSignatureOnly(String type) {
    Path key = OpenSsh.key(type);
    try (TestServer server = new TestServer(Programs::echo)) {
      server.authenticator.acceptedKeys.add(OpenSsh.publicKey(key));
      OpenSsh.Outcome outcome = server.client().with("-i", key.toString()).run("hi");
      assertThat(outcome.text()).isEqualTo("hi");
      assertThat(server.authenticator.proofs)
          .containsExactly(new Proof.Offered(), new Proof.Signed(false, false));
      assertThat(server.events(AuthenticationSucceeded.class))
          .singleElement()
          .satisfies(event -> assertThat(event.method()).isEqualTo("publickey"));
    }
  }

  @Test
  void anotherKeyIsRefusedBeforeItSigns() {
    Path key = OpenSsh.key("ed25519");
    try (TestServer server = new TestServer(Programs::echo)) {
      OpenSsh.Outcome outcome =
          server.client().with("-i", key.toString(), "-o", "BatchMode=yes").run("hi");
      assertThat(outcome.status()).isEqualTo(255);
      assertThat(server.authenticator.proofs).containsOnly(new Proof.Offered());
      assertThat(server.gateway.loggedIn).isEmpty();
    }
  }

  @Test
  void withNoMethodNobodyGetsIn() {
    UnaryOperator<SshConfiguration> same = UnaryOperator.identity();
    try (TestServer server = new TestServer(Programs::echo, new FakeAuthenticator(), same)) {
      OpenSsh.Outcome outcome = server.client().run("hi");
      assertThat(outcome.status()).isNotZero();
      assertThat(server.gateway.loggedIn).isEmpty();
    }
  }

  @Test
  void onlyTheAuthenticatorsMethodsAreOffered() {
    UnaryOperator<SshConfiguration> same = UnaryOperator.identity();
    FakeAuthenticator passwords = new FakeAuthenticator("password");
    try (TestServer server = new TestServer(Programs::echo, passwords, same)) {
      OpenSsh.Outcome outcome =
          server.client().with("-o", "PreferredAuthentications=none", "-v").run("hi");
      assertThat(outcome.err()).contains("Permission denied (password)");
    }
  }

  @Test
  void aSlowAuthenticatorDelaysNobodyElse() {
    try (TestServer server = new TestServer(Programs::echo)) {
      List<Process> slow = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        slow.add(server.client().with(NO_KEY).user("slow", "x").start("hi"));
      }
      await().until(() -> server.gateway.connected.size() == 8);
      long before = System.nanoTime();
      assertThat(server.client().with(NO_KEY).run("hi").text()).isEqualTo("hi");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(FakeAuthenticator.SLOW);
      slow.forEach(Process::destroy);
    }
  }

  @Test
  void attemptsAreBoundedPerConnection() {
    SshLimits limits = new SshLimits(Duration.ofMinutes(1), 2, 100, 100, 10);
    try (TestServer server =
        new TestServer(Programs::echo, new FakeAuthenticator("publickey"), limited(limits))) {
      OpenSsh client = server.client();
      for (int i = 0; i < 4; i++) {
        client.with("-i", OpenSsh.key("ed25519").toString());
      }
      assertThat(client.run("hi").err()).contains("Too many authentication failures");
      assertThat(server.authenticator.proofs).hasSize(2);
    }
  }

  @Test
  void theGraceTimeEnds() throws IOException {
    SshLimits limits = new SshLimits(Duration.ofSeconds(1), 6, 100, 100, 10);
    try (TestServer server =
        new TestServer(Programs::echo, new FakeAuthenticator("password"), limited(limits))) {
      try (Socket idle = server.connect()) {
        idle.getOutputStream().write("SSH-2.0-idle\r\n".getBytes(StandardCharsets.US_ASCII));
        await().until(() -> server.events(HandshakeFailed.class).size() == 1);
      }
      assertThat(server.events(HandshakeFailed.class).getFirst().reason()).contains("AuthTimeout");
    }
  }

  @Test
  void nobodyWaitsForAnAnswerOnceTheConnectionIsOver() {
    SshLimits limits = new SshLimits(Duration.ofSeconds(2), 6, 100, 100, 10);
    try (TestServer server =
        new TestServer(Programs::echo, new FakeAuthenticator("password"), limited(limits))) {
      OpenSsh.Outcome outcome = server.client().with(NO_KEY).user("slow", "x").run("hi");
      assertThat(outcome.status()).isNotZero();
      await().until(() -> server.authenticator.interrupted.get() == 1);
      assertThat(server.events(AuthenticationFailed.class)).isEmpty();
      assertThat(server.events(InternalFault.class)).isEmpty();
    }
  }

  @Test
  void theBannerIsShownAsItIs() {
    UnaryOperator<SshConfiguration> banner =
        c ->
            new SshConfiguration(
                c.listen(),
                "SSH-2.0-Test_1 with comment",
                "file:/etc/passwd grüßt",
                c.hostKeys(),
                c.ciphers(),
                c.kex(),
                c.macs(),
                c.clientAliveInterval(),
                c.clientAliveCountMax(),
                c.limits());
    try (TestServer server =
        new TestServer(Programs::echo, new FakeAuthenticator("password"), banner)) {
      OpenSsh.Outcome outcome = server.client().with("-o", "LogLevel=DEBUG1").run("hi");
      assertThat(outcome.err()).contains("file:/etc/passwd grüßt").contains("Test_1 with comment");
    }
  }

  static UnaryOperator<SshConfiguration> limited(SshLimits limits) {
    return c -> c.with(limits);
  }
}
