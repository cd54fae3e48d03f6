package dev.berth.bootstrap.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway with no engine behind it.
final class RunIT {
  @TempDir private Path folder;

  @Test
  void withoutAnEngineTheGatewayStartsWarnsAndStopsInOrder() throws Exception {
    try (BerthProcess berth = run("127.0.0.1:0")) {
      assertThat(berth.line("GATEWAY_READY")).contains("\"address\":\"127.0.0.1:");
      assertThat(berth.line("NOBODY_CAN_LOG_IN")).contains("\"level\":\"warning\"");
      assertThat(berth.line("ENGINE_AWAY")).contains("nowhere.sock", "ENGINE_UNREACHABLE");

      berth.terminate();

      assertThat(berth.exitCode()).as(berth.err().toString()).isZero();
      assertThat(berth.out()).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
      assertThat(berth.out().getLast()).contains("\"GATEWAY_STOPPED\"");
      assertThat(berth.err()).isEmpty();
    }
  }

  @Test
  void aTakenPortIsToldInOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        BerthProcess berth = run("127.0.0.1:" + taken.getLocalPort())) {
      assertThat(berth.exitCode()).isEqualTo(1);
      assertThat(berth.err())
          .singleElement()
          .asString()
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort(), "ssh.listen");
      assertThat(berth.out()).noneMatch(line -> line.contains("GATEWAY_READY"));
    }
  }

  @Test
  void aLogThatNobodyReadsAnyMoreDoesNotEndTheGateway() throws Exception {
    try (BerthProcess berth = run("127.0.0.1:0")) {
      berth.line("ENGINE_AWAY");
      berth.closeStdout();

      berth.terminate();

      assertThat(berth.exitCode()).as(berth.err().toString()).isZero();
      assertThat(berth.err()).isEmpty();
    }
  }

  private BerthProcess run(String listen) throws IOException, GeneralSecurityException {
    Path key = Files.writeString(folder.resolve("host.key"), newHostKey());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            ssh:
              listen: "%s"
              hostkeys: ["%s"]
            docker:
              connection:
                host: unix://%s/nowhere.sock
            """
                .formatted(listen, key, folder));
    return BerthProcess.start("run", "--config", config.toString());
  }

  private static String newHostKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(3072);
    Base64.Encoder base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII));
    return "-----BEGIN PRIVATE KEY-----\n"
        + base64.encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }
}
