package dev.berth.adapter.sshd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.configuration.SshConfiguration;
import dev.berth.domain.configuration.SshConfiguration.HostKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The defaults in the eyes of ssh-audit.
final class SshAuditTest {
  /// A warning of version 2.5.0 that we live with: this is the only exchange safe from quantum
  /// computers that OpenSSH before 9.9 has, and its default since 9.0.
  private static final String EXPERIMENTAL =
      "(kex) sntrup761x25519-sha512@openssh.com -- [warn] using experimental algorithm";

  @Test
  void anAuditFindsNothingButAlgorithmsThatItDoesNotKnowAndOneThatItHoldsToBeNew() {
    try (TestServer server =
        new TestServer(Programs::echo, new FakeAuthenticator("password"), SshAuditTest::keys)) {
      Process audit =
          OpenSsh.process(List.of("ssh-audit", "-n", "-b", "-p", "" + server.port(), "127.0.0.1"));
      OpenSsh.Outcome outcome = OpenSsh.await(audit, new byte[0]);
      List<String> lines = outcome.text().lines().toList();
      assertThat(lines).as(outcome.err()).anyMatch(line -> line.startsWith("(key) ssh-ed25519"));
      assertThat(lines).anyMatch(line -> line.startsWith("(kex) curve25519-sha256"));
      assertThat(lines)
          .filteredOn(line -> line.contains("[fail]") || line.contains("[warn]"))
          .filteredOn(line -> !line.contains("unknown algorithm"))
          .filteredOn(line -> !line.equals(EXPERIMENTAL))
          .isEmpty();
    }
  }

  private static SshConfiguration keys(SshConfiguration c) {
    List<HostKey> keys =
        List.of(TestServer.hostKey("ed25519"), TestServer.hostKey("rsa", "-b", "3072"));
    return TestServer.withKeys(c, keys);
  }
}
