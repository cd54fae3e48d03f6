package dev.berth.bootstrap.doctor;

import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import dev.berth.adapter.sshd.SshdServer;
import dev.berth.domain.configuration.GatewayConfiguration;
import dev.berth.domain.configuration.Monitoring;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.Consumer;

/// What this machine has: the file, the keys, the ports.
final class LocalChecks {
  private LocalChecks() {}

  static void look(
      Path file, boolean secrets, GatewayConfiguration configuration, Consumer<Finding> told) {
    told.accept(permissions(file, secrets));
    told.accept(hostKeys(configuration));
    told.accept(
        configuration.auth().admitsSomebody()
            ? Finding.ok("auth", "a method is on that admits somebody")
            : Finding.warning(
                "auth", "nobody can log in; set auth.password.method or auth.publicKey.method"));
    told.accept(port("ssh.listen", configuration.ssh().listen()));
    configuration
        .monitoring()
        .metrics()
        .map(Monitoring.Metrics::listen)
        .ifPresent(address -> told.accept(port("metrics.listen", address)));
    configuration
        .monitoring()
        .health()
        .ifPresent(address -> told.accept(port("health.listen", address)));
  }

  private static Finding permissions(Path file, boolean secrets) {
    String about = "configuration " + file;
    Set<PosixFilePermission> permissions;
    try {
      permissions = Files.getPosixFilePermissions(file);
    } catch (IOException | UnsupportedOperationException e) {
      return Finding.warning(about, "does not tell its permissions");
    }
    if (permissions.contains(OTHERS_WRITE)) {
      return Finding.failure(about, "everybody may write it; run chmod o-w on it");
    }
    return secrets && permissions.contains(OTHERS_READ)
        ? Finding.warning(about, "holds secrets and everybody may read it; run chmod 600 on it")
        : Finding.ok(about, "can be used");
  }

  private static Finding hostKeys(GatewayConfiguration configuration) {
    int count = configuration.ssh().hostKeys().keys().size();
    try {
      SshdServer.check(configuration.ssh());
      return Finding.ok("ssh", "host keys (" + count + ") and algorithms can be used");
    } catch (IllegalArgumentException unusable) {
      return Finding.failure("ssh", String.valueOf(unusable.getMessage()));
    }
  }

  private static Finding port(String key, InetSocketAddress address) {
    String about = key + " " + address.getHostString() + ":" + address.getPort();
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return Finding.ok(about, "is free");
    } catch (IOException taken) {
      return Finding.warning(
          about,
          "cannot be listened on ("
              + taken.getMessage()
              + "): if a gateway runs there that is well; else end that, or set "
              + key
              + " to another port");
    }
  }
}
