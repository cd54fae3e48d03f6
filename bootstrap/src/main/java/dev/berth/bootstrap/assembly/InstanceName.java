package dev.berth.bootstrap.assembly;

import dev.berth.domain.container.GatewayInstance;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Names this run of the gateway: the host's name, so that people know it, and a random part, so
/// that two gateways on a host never take each other's containers for their own.
final class InstanceName {
  /// The kernel's own name for the host: read without asking any name server.
  private static final Path KERNEL_NAME = Path.of("/proc/sys/kernel/hostname");

  private static final int LONGEST_HOST = 100;

  private InstanceName() {}

  /// A new name.
  static GatewayInstance random() {
    return of(host(), RandomGenerator.getDefault().nextInt());
  }

  /// A name from its two parts; what a name cannot hold becomes `-`.
  static GatewayInstance of(String host, int random) {
    String clean = host.strip().replaceAll("[^A-Za-z0-9._-]", "-");
    String bounded = clean.substring(0, Math.min(LONGEST_HOST, clean.length()));
    String digits = HexFormat.of().toHexDigits(random);
    return new GatewayInstance(bounded.isEmpty() ? digits : bounded + "-" + digits);
  }

  private static String host() {
    try {
      return Files.exists(KERNEL_NAME)
          ? Files.readString(KERNEL_NAME)
          : InetAddress.getLocalHost().getHostName();
    } catch (IOException unreadable) {
      return "";
    }
  }
}
