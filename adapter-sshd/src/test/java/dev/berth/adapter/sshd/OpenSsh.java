package dev.berth.adapter.sshd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The OpenSSH client, as processes.
final class OpenSsh {
  private static final long PATIENCE = 120;

  private final int port;
  private final List<String> options = new ArrayList<>();
  private @Nullable Path answers;
  private String user = "demo";
  private String password = FakeAuthenticator.PASSWORD;

  OpenSsh(int port) {
    this.port = port;
  }

  OpenSsh with(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /// Lets a program answer prompts, which it gets as its argument.
  OpenSsh answering(Path program) {
    answers = program;
    return this;
  }

  OpenSsh user(String name, String secret) {
    user = name;
    password = secret;
    return this;
  }

  /// How a client process ended.
  @SuppressWarnings("ArrayRecordComponent")
  record Outcome(int status, byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }
  }

  Outcome run(String... command) {
    return run(new byte[0], command);
  }

  Outcome run(byte[] stdin, String... command) {
    return await(start(command), stdin);
  }

  Process start(String... command) {
    List<String> line = new ArrayList<>();
    if (answers != null) {
      line.addAll(List.of("env", "SSH_ASKPASS=" + answers, "SSH_ASKPASS_REQUIRE=force", "ssh"));
    } else if (options.contains("-i")) {
      line.add("ssh");
    } else {
      line.addAll(List.of("sshpass", "-p", password, "ssh"));
    }
    // The first word on an option counts.
    line.addAll(options);
    line.addAll(
        List.of(
            "-F",
            "/dev/null",
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "LogLevel=ERROR",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "NumberOfPasswordPrompts=1",
            "-p",
            Integer.toString(port)));
    line.add(user + "@127.0.0.1");
    line.addAll(List.of(command));
    return process(line);
  }

  static Process process(List<String> line) {
    try {
      return new ProcessBuilder(line).start();
    } catch (IOException missing) {
      throw new UncheckedIOException(
          "these tests need the programs ssh, ssh-keygen and sshpass (apt-get install"
              + " openssh-client sshpass)",
          missing);
    }
  }

  static Outcome await(Process process, byte[] stdin) {
    CompletableFuture<byte[]> out = reading(process.getInputStream()::readAllBytes);
    CompletableFuture<byte[]> err = reading(process.getErrorStream()::readAllBytes);
    try (var in = process.getOutputStream()) {
      in.write(stdin);
    } catch (IOException notWanted) {
      // The client ended before it had read all.
    }
    try {
      if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the client did not end: " + process.info().commandLine());
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      throw new AssertionError(stop);
    }
    return new Outcome(
        process.exitValue(), out.join(), new String(err.join(), StandardCharsets.UTF_8));
  }

  private static CompletableFuture<byte[]> reading(Reading reading) {
    CompletableFuture<byte[]> all = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        all.complete(reading.all());
      } catch (IOException failure) {
        all.completeExceptionally(failure);
      }
    });
    return all;
  }

  /// A new key without passphrase, in a file of its own.
  static Path key(String type, String... options) {
    try {
      Path key = Files.createTempDirectory("berth-key").resolve("key");
      keygen(List.of("-t", type, "-N", "", "-C", "test", "-f", key.toString()), options);
      return key;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Certifies a key.
  ///
  /// @return the certificate's file, beside the key's
  static Path certificate(Path authority, Path key, String... options) {
    List<String> whole = new ArrayList<>(List.of(options));
    whole.add(key + ".pub");
    keygen(List.of("-s", authority.toString(), "-I", "id"), whole.toArray(String[]::new));
    return Path.of(key + "-cert.pub");
  }

  private static void keygen(List<String> first, String... options) {
    List<String> line = new ArrayList<>(List.of("ssh-keygen", "-q"));
    line.addAll(first);
    line.addAll(List.of(options));
    Outcome made = await(process(line), new byte[0]);
    if (made.status() != 0) {
      throw new AssertionError("ssh-keygen: " + made.err());
    }
  }

  /// The `type base64` of a key's public half.
  static String publicKey(Path key) {
    return line(Path.of(key + ".pub"));
  }

  /// The `type base64` of a file.
  static String line(Path file) {
    try {
      String[] parts = Files.readString(file).strip().split(" ", -1);
      return parts[0] + " " + parts[1];
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private interface Reading {
    byte[] all() throws IOException;
  }
}
