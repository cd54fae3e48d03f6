package dev.berth.bootstrap.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// SSH keys made by ssh-keygen; the common ones are made once.
final class Keys {
  private static final Path HOST = ed25519();
  private static final Path DEMO = ed25519();

  private Keys() {}

  /// The gateways' host key.
  static Path host() {
    return HOST;
  }

  /// The private key of user `demo`; its public half is beside it.
  static Path demo() {
    return DEMO;
  }

  /// A new Ed25519 key.
  static Path ed25519() {
    return made("-t", "ed25519");
  }

  /// A new key without passphrase.
  ///
  /// @param options of ssh-keygen
  static Path made(String... options) {
    Path file = Scratch.folder("key").resolve("id");
    List<String> line =
        new java.util.ArrayList<>(
            List.of("ssh-keygen", "-q", "-N", "", "-C", "e2e", "-f", file.toString()));
    line.addAll(List.of(options));
    try (ClientProcess keygen = ClientProcess.start(line)) {
      keygen.end().succeeded();
    }
    return file;
  }

  /// Certifies a key.
  ///
  /// @param options of ssh-keygen
  /// @return the certificate, which clients find beside the key
  static Path certify(Path authority, Path key, String... options) {
    List<String> line =
        new java.util.ArrayList<>(
            List.of("ssh-keygen", "-q", "-s", authority.toString(), "-I", "e2e"));
    line.addAll(List.of(options));
    line.add(key + ".pub");
    try (ClientProcess keygen = ClientProcess.start(line)) {
      keygen.end().succeeded();
    }
    return Path.of(key + "-cert.pub");
  }

  /// A key's line in authorized_keys.
  static String line(Path key) {
    try {
      return Files.readString(Path.of(key + ".pub")).strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
