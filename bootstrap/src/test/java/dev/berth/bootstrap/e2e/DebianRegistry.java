package dev.berth.bootstrap.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.awaitility.Awaitility;

/// The registry that Debian has (`docker-registry`), with one account and the demo image.
final class DebianRegistry implements AutoCloseable {
  static final String USERNAME = "puller";

  private final int port;
  private final ClientProcess server;

  DebianRegistry() {
    port = freePort();
    Path folder = Scratch.folder("registry");
    try {
      Files.writeString(folder.resolve("htpasswd"), USERNAME + ":" + Settings.PASSWORD_HASH + "\n");
      Files.writeString(
          folder.resolve("config.yml"),
          """
          version: 0.1
          log: {level: warn}
          storage: {filesystem: {rootdirectory: %1$s/images}}
          http: {addr: "127.0.0.1:%2$d"}
          auth: {htpasswd: {realm: berth, path: %1$s/htpasswd}}
          """
              .formatted(folder, port));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    server =
        ClientProcess.start(List.of(program(), "serve", folder.resolve("config.yml").toString()));
    awaitListening();
    push();
  }

  /// Where `./verify` unpacks it, because its package would start one for the whole network; else
  /// one on the PATH.
  private static String program() {
    Path unpacked = Path.of("../scripts/target/programs/usr/bin/docker-registry");
    return Files.isExecutable(unpacked) ? unpacked.toString() : "docker-registry";
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void awaitListening() {
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .failFast("docker-registry has ended", () -> !server.isAlive())
        .until(() ->
            ClientProcess.shell("curl -s http://%s/v2/".formatted(address())).end().status() == 0);
  }

  /// As configurations name it.
  String address() {
    return "127.0.0.1:" + port;
  }

  String image() {
    return address() + "/team/guest:1";
  }

  private void push() {
    String repository = address() + "/team/guest";
    Engine.call("POST", "/images/berth-demo:latest/tag?tag=1&repo=" + repository);
    String account =
        "{\"username\": \"%s\", \"password\": \"%s\"}".formatted(USERNAME, Settings.PASSWORD);
    byte[] told =
        Engine.call(
            "POST",
            "/images/" + repository + "/push?tag=1",
            "X-Registry-Auth: " + Base64.getUrlEncoder().encodeToString(account.getBytes(UTF_8)));
    assertThat(new String(told, UTF_8)).doesNotContain("error");
    forget();
  }

  /// The engine does not have the image any more.
  void forget() {
    Engine.call("DELETE", "/images/" + image());
  }

  @Override
  public void close() {
    server.close();
  }
}
