package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A real engine behind TLS: it is verified, and so is the gateway.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsEngineE2E {
  private final SecondEngine engine = SecondEngine.withTls();

  @AfterAll
  void close() {
    engine.close();
  }

  private Settings settings(Mode mode, String address, Path authority, Path identity) {
    return Settings.of(mode)
        .with(Settings.ENGINE, "tcp://" + address + ":2376")
        .with("docker.connection.cacert", authority.resolve("ca.pem").toString())
        .with("docker.connection.cert", identity.resolve("cert.pem").toString())
        .with("docker.connection.key", identity.resolve("key.pem").toString());
  }

  @ParameterizedTest
  @EnumSource
  void streamsAndStatusesAreAsWithoutTls(Mode mode) {
    Path certificates = engine.certificates();
    Settings settings = settings(mode, engine.address(), certificates, certificates);
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      assertThat(gateway.clients().ssh("echo hi").succeeded().line()).isEqualTo("hi");
      assertThat(gateway.clients().ssh("exit 7").status()).isEqualTo(7);
      // End of file goes one way while output comes the other.
      byte[] much = "0123456789abcdef".repeat(200_000).getBytes(UTF_8);
      assertThat(gateway.clients().ssh(much, "cat; echo end").succeeded().text())
          .hasSize(much.length + 4)
          .endsWith("end\n");
      gateway.awaitContainers(0);
    }
    assertThat(engine.api().get("/containers/json?all=1")).isEmpty();
  }

  @Test
  void anEngineOfAnotherAuthorityIsNotTrusted() {
    Path certificates = engine.certificates();
    refused(
        settings(Mode.CONNECTION, engine.address(), certificates.resolve("other"), certificates));
  }

  @Test
  void anEngineOfAnotherNameIsNotTrusted() {
    Path certificates = engine.certificates();
    refused(settings(Mode.CONNECTION, engine.otherAddress(), certificates, certificates));
  }

  @Test
  void theEngineDoesNotTrustAGatewayOfAnotherAuthority() {
    Path certificates = engine.certificates();
    refused(
        settings(Mode.CONNECTION, engine.address(), certificates, certificates.resolve("other")));
  }

  private static void refused(Settings settings) {
    try (GatewayProcess gateway = GatewayProcess.start(settings)) {
      Failure.of(gateway.clients().ssh("echo hi")).is("ENGINE_UNREACHABLE", gateway, "ertificate");
    }
  }
}
