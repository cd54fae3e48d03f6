package dev.berth.bootstrap.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The modules by their packages, and what each may use from outside.
final class Modules {
  static final String DOMAIN = "dev.berth.domain..";
  static final String PORTS = "dev.berth.ports..";
  static final String APPLICATION = "dev.berth.application..";
  static final String DOCKER = "dev.berth.adapter.docker..";
  static final String SSHD = "dev.berth.adapter.sshd..";
  static final String CONFIG = "dev.berth.adapter.config..";
  static final String AUTH = "dev.berth.adapter.auth..";
  static final String WEBHOOK = "dev.berth.adapter.webhook..";
  static final String BOOTSTRAP = "dev.berth.bootstrap..";

  static final String ADAPTERS = "dev.berth.adapter..";
  static final String COMMAND_LINE = "dev.berth.bootstrap.cli..";

  static final List<String> ALL =
      List.of(DOMAIN, PORTS, APPLICATION, DOCKER, SSHD, CONFIG, AUTH, WEBHOOK, BOOTSTRAP);

  /// The only public classes of the adapters.
  static final Set<String> FACTORIES =
      Set.of(
          "dev.berth.adapter.docker.DockerContainerRuntimes",
          "dev.berth.adapter.sshd.SshdServer",
          "dev.berth.adapter.config.ConfigurationFiles",
          "dev.berth.adapter.auth.StaticAuthenticator",
          "dev.berth.adapter.auth.PasswordHashes",
          "dev.berth.adapter.webhook.ConfigurationServer",
          "dev.berth.adapter.webhook.WebhookAuthenticator",
          "dev.berth.adapter.webhook.WebhookAuthorizer");

  private static final List<String> OURS =
      List.of(
          "dev.berth..",
          "java..",
          "javax.crypto..",
          "javax.net..",
          "javax.security..",
          "org.jspecify..");

  private Modules() {}

  /// Ours, the JDK, JSpecify, and the named vendors.
  static String[] oursAnd(String... vendors) {
    return Stream.concat(OURS.stream(), Stream.of(vendors)).toArray(String[]::new);
  }

  /// The package prefix that a pattern stands for.
  static String prefix(String pattern) {
    return pattern.substring(0, pattern.length() - "..".length());
  }

  /// Leaves out tests, which lie in folders and, of other modules, in jars.
  static final class ProductionCode implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
  }
}
