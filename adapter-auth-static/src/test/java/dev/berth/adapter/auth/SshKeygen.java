package dev.berth.adapter.auth;

import dev.berth.domain.key.PublicKey;
import dev.berth.ports.driven.Authenticator.PublicKeyText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Keys and certificates as OpenSSH makes them, in a folder.
record SshKeygen(Path folder) {
  /// A new key pair; its public half.
  PublicKey key(String name) {
    run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", name));
    return PublicKey.of(Base64.getDecoder().decode(text(name + ".pub").base64()));
  }

  /// A certificate of a new key.
  ///
  /// @param authority the name of its key
  PublicKeyText certificate(String authority, String... options) {
    if (!Files.exists(folder.resolve("user"))) {
      key("user");
    }
    return certified(authority, options);
  }

  /// A certificate of a key of which only the public half is here.
  PublicKeyText certificate(String authority, PublicKey key, String... options) {
    try {
      Files.writeString(folder.resolve("user.pub"), key + "\n");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return certified(authority, options);
  }

  private PublicKeyText certified(String authority, String... options) {
    List<String> line = new ArrayList<>(List.of("ssh-keygen", "-q", "-s", authority, "-I", "id"));
    line.addAll(List.of(options));
    line.add("user.pub");
    run(line);
    return text("user-cert.pub");
  }

  private PublicKeyText text(String file) {
    try {
      String[] fields = Files.readString(folder.resolve(file)).strip().split(" ", 3);
      return new PublicKeyText(fields[0], fields[1]);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void run(List<String> line) {
    try {
      Process process =
          new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(line + ": " + said);
      }
    } catch (IOException missing) {
      throw new UncheckedIOException(
          "these tests need ssh-keygen (apt-get install openssh-client)", missing);
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }
}
