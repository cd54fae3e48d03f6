package dev.berth.adapter.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.adapter.config.ConfigurationFiles.Algorithms;
import dev.berth.adapter.config.ConfigurationFiles.Loaded;
import dev.berth.adapter.config.ConfigurationFiles.Problem;
import dev.berth.domain.configuration.GatewayConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;

/// A folder with the files that configurations in tests name.
record ConfigurationFolder(Path path) {
  static final String HOST_KEYS = "ssh:\n  hostkeys: [ssh_host_ed25519_key]\n";
  static final String PUBLIC_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
  static final String HOST_CERTIFICATE =
      "ssh-ed25519-cert-v01@openssh.com AAAAIHNzaC1lZDI1NTE5LWNlcnQtdjAxQG9wZW5zc2guY"
          + "29tAAAAIMDVy1iL0tYSIXA+EL3O2XIlSF2luznlffnElDAj2HeDAAAAIIS9xBY8qoTgXqT+MmsTPmR"
          + "WzQyf1+nFCZ+IUf4fkkOrAAAAAAAAAAAAAAACAAAABGhvc3QAAAAIAAAABGhvc3QAAAAAAAAAAP///"
          + "///////AAAAAAAAAAAAAAAAAAAAMwAAAAtzc2gtZWQyNTUxOQAAACAioYKgayMwiCWnAE4lIfRSVPR"
          + "t9mTnY3xrgsSK1C5rogAAAFMAAAALc3NoLWVkMjU1MTkAAABA7GPDk8DYAujdJAPUyR00lW3zV0exB"
          + "EK1XHuPlkzWI8D1L8P2bjzWJfHo0IjfC+1Utvy51kQThZov4ErMzmsmCQ==";
  static final String CERTIFICATE =
      "-----BEGIN CERTIFICATE-----\nTUlJQg==\n-----END CERTIFICATE-----\n";

  static ConfigurationFolder in(Path path) {
    ConfigurationFolder folder = new ConfigurationFolder(path);
    folder.write("ssh_host_ed25519_key", privateKey("Ed25519"));
    folder.permit("ssh_host_ed25519_key", "rw-------");
    folder.write("ca.pem", CERTIFICATE);
    folder.write("cert.pem", CERTIFICATE);
    folder.write("key.pem", privateKey("EC"));
    folder.write("alice.keys", "# of alice\n\n" + PUBLIC_KEY + " alice@example.org\n");
    folder.write("user_ca.pub", PUBLIC_KEY + " authority\n");
    folder.write("ssh_host_ed25519_key-cert.pub", HOST_CERTIFICATE + " host\n");
    return folder;
  }

  static String privateKey(String algorithm) {
    try {
      return pem(
          "PRIVATE KEY",
          KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String pem(String kind, byte[] content) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
  }

  Path write(String name, String text) {
    try {
      return Files.writeString(path.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void permit(String name, String permissions) {
    try {
      Files.setPosixFilePermissions(
          path.resolve(name), PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a text is read as.
  GatewayConfiguration valid(String yaml) {
    return valid(ConfigurationFiles.read(write("config.yaml", yaml)));
  }

  GatewayConfiguration validJson(String json) {
    return valid(ConfigurationFiles.read(write("config.json", json)));
  }

  private static GatewayConfiguration valid(Loaded loaded) {
    assertThat(loaded).isInstanceOf(Loaded.Valid.class);
    return ((Loaded.Valid) loaded).configuration();
  }

  /// What is wrong with a text.
  List<Problem> problems(String yaml) {
    return problems(ConfigurationFiles.read(write("config.yaml", yaml)));
  }

  List<Problem> problems(String yaml, Algorithms algorithms) {
    return problems(ConfigurationFiles.read(write("config.yaml", yaml), algorithms));
  }

  List<Problem> problemsOfJson(String json) {
    return problems(ConfigurationFiles.read(write("config.json", json)));
  }

  static List<Problem> problems(Loaded loaded) {
    return switch (loaded) {
      case Loaded.Valid valid -> List.of();
      case Loaded.Invalid invalid -> invalid.problems();
    };
  }

  /// The only thing that is wrong with a text that has host keys besides.
  Problem problem(String yaml) {
    List<Problem> problems = problems(HOST_KEYS + yaml);
    assertThat(problems).hasSize(1);
    return problems.getFirst();
  }
}
