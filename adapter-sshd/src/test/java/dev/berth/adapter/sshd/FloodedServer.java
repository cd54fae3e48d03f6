package dev.berth.adapter.sshd;

import dev.berth.domain.configuration.SshLimits;
import java.time.Duration;

/// A server in a JVM of its own, with little memory, that lets in as many as want to come.
final class FloodedServer {
  private FloodedServer() {}

  /// Says its port, and ends with its input.
  public static void main(String[] arguments) throws Exception {
    SshLimits limits = new SshLimits(Duration.ofMinutes(2), 6, 10_000, 10_000, 10);
    try (TestServer server =
        new TestServer(
            Programs::echo, new FakeAuthenticator("password"), LoginTest.limited(limits))) {
      System.out.println(server.port());
      System.out.flush();
      while (System.in.read() >= 0) {
        // Until the test is over.
      }
    }
  }
}
