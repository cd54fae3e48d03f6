package dev.berth.bootstrap.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.adapter.config.ConfigurationFiles;
import dev.berth.adapter.config.ConfigurationFiles.Algorithms;
import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.adapter.docker.DockerContainerRuntimes;
import dev.berth.adapter.sshd.SshdServer;
import dev.berth.application.ContainerGateway;
import dev.berth.bootstrap.log.Log;
import dev.berth.domain.configuration.GatewayConfiguration;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.ports.driven.EventSink;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunningGatewayTest {
  @TempDir private Path folder;

  private Loaded.Valid read(String name) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            ssh: {listen: "127.0.0.1:0", hostkeys: [host_key], serverVersion: SSH-2.0-%s}
            docker:
              connection: {host: "unix://%s/none.sock"}
              execution: {container: {image: %s}}
            """
                .formatted(name, folder, name));
    return (Loaded.Valid)
        ConfigurationFiles.read(file, Algorithms.UNCHECKED, SshdServer::newHostKey);
  }

  /// Else some of it would be in use, and nobody would know what.
  @Test
  void ofAConfigurationThatCannotBeTakenOverWholeNothingIs() throws Exception {
    Files.writeString(folder.resolve("host_key"), SshdServer.newHostKey());
    Files.setPosixFilePermissions(
        folder.resolve("host_key"), PosixFilePermissions.fromString("rw-------"));
    Loaded.Valid first = read("first");
    GatewayConfiguration started = first.configuration();
    try (Log log = Log.to(new ByteArrayOutputStream(), started.log(), InstantSource.system());
        DockerContainerRuntimes engines = new DockerContainerRuntimes()) {
      Watchers watchers = Watchers.of(log, started.monitoring());
      CurrentServers servers = new CurrentServers(Servers.of(started, first.partials(), watchers));
      ContainerGateway gateway =
          ContainerGateway.create(
              engines,
              servers.now().configurations(),
              new GatewayInstance("test"),
              watchers,
              () -> {},
              () -> {});
      SshdServer server =
          SshdServer.start(
              started.ssh(), gateway, servers.now().authenticator(), EventSink.discarding());
      RunningGateway running =
          new RunningGateway(
              new RunningGateway.Parts(
                  server,
                  gateway,
                  EngineGreeting.begin(engines, started.backend(), log),
                  engines,
                  servers,
                  watchers),
              log,
              started);
      Loaded.Valid second = read("second");

      assertThatThrownBy(() -> running.adopt(faulty(second.configuration()), second.partials()))
          .isInstanceOf(NullPointerException.class);
      assertThat(servers.now().backend().settings().image().value()).isEqualTo("first");
      assertThat(greeting(server)).isEqualTo("SSH-2.0-first");

      assertThat(running.adopt(second.configuration(), second.partials())).isEmpty();
      assertThat(servers.now().backend().settings().image().value()).isEqualTo("second");
      assertThat(greeting(server)).isEqualTo("SSH-2.0-second");
      running.stop(Duration.ofSeconds(5));
    }
  }

  /// What new clients read first.
  private static String greeting(SshdServer server) throws IOException {
    try (Socket client = new Socket(server.address().getAddress(), server.address().getPort());
        BufferedReader said =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
      return String.valueOf(said.readLine());
    }
  }

  /// Its last part is one that no check has seen.
  @SuppressWarnings("NullAway")
  private static GatewayConfiguration faulty(GatewayConfiguration whole) {
    return new GatewayConfiguration(
        whole.ssh(),
        whole.auth(),
        whole.backend(),
        whole.policy(),
        whole.leaseRenewal(),
        null,
        whole.queue(),
        whole.configurationServer(),
        whole.log(),
        whole.monitoring(),
        whole.gracePeriod());
  }
}
