package dev.berth.bootstrap.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The OpenSSH clients `ssh`, `scp` and `sftp` of a user's machine on which host `h` is a gateway
/// and `demo` logs in by key. Each call is a connection of its own.
final class SshClients {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final int port;
  private final Path folder;
  private final String user;
  private final Path key;
  private final List<String> options;
  private final Path config;

  SshClients(int port, Path folder) {
    this(port, folder, "demo", Keys.demo(), List.of());
  }

  private SshClients(int port, Path folder, String user, Path key, List<String> options) {
    this.port = port;
    this.folder = folder;
    this.user = user;
    this.key = key;
    this.options = options;
    this.config = folder.resolve("ssh_config" + COUNT.incrementAndGet());
    String text =
        """
        Host *
          %s
          HostName 127.0.0.1
          Port %d
          User %s
          IdentityFile %s
          IdentitiesOnly yes
          IdentityAgent none
          StrictHostKeyChecking no
          UserKnownHostsFile /dev/null
          GlobalKnownHostsFile /dev/null
          NumberOfPasswordPrompts 1
          ConnectTimeout 60
          LogLevel ERROR
        """
            .formatted(String.join("\n  ", options), port, user, key);
    try {
      Files.writeString(config, text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The same with options, as ssh_config has them; they win.
  SshClients with(String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(options);
    return new SshClients(port, folder, user, key, all);
  }

  /// The same with another login and its private key.
  SshClients as(String other, Path itsKey) {
    return new SshClients(port, folder, other, itsKey, options);
  }

  /// `ssh -F config h ARGUMENT...`, still without its input.
  ClientProcess start(String... arguments) {
    return ClientProcess.start(line(arguments));
  }

  /// `ssh h ARGUMENT...` with an empty input, to its end.
  Outcome ssh(String... arguments) {
    return start(arguments).end();
  }

  /// `ssh h ARGUMENT...` with an input, to its end.
  Outcome ssh(byte[] stdin, String... arguments) {
    return start(arguments).feed(stdin).await();
  }

  /// The command line of `ssh h ARGUMENT...`.
  List<String> line(String... arguments) {
    List<String> line = new ArrayList<>(List.of("ssh", "-F", config.toString(), "h"));
    line.addAll(List.of(arguments));
    return line;
  }

  /// Starts a script of POSIX shell in which `ssh h`, `scp` and `sftp` are these clients.
  ClientProcess startShell(String script) {
    return ClientProcess.shell(
        """
        ssh() { command ssh -F %1$s "$@"; }
        scp() { command scp -F %1$s "$@"; }
        sftp() { command sftp -q -F %1$s "$@"; }
        cd %2$s || exit
        """
                .formatted(config, folder)
            + script);
  }

  /// A script of POSIX shell with an empty input, to its end.
  Outcome shell(String script) {
    return startShell(script).end();
  }

  /// The configuration file by which `ssh -F` reaches this gateway as `h`.
  Path config() {
    return config;
  }

  /// Where scripts run.
  Path folder() {
    return folder;
  }

  /// One connection that many clients share.
  SharedConnection connect() {
    return new SharedConnection(this, folder.resolve("mux" + COUNT.incrementAndGet()));
  }
}
