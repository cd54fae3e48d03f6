package dev.berth.bootstrap.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A Docker engine of a test's own, with a containerd of its own, which may be killed. It lives in
/// a network namespace of its own, because an engine without a bridge would take the other one's
/// away, and has the demo image.
final class SecondEngine implements AutoCloseable {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /// Of interfaces and networks.
  private static final int MOST = 250;

  private final Path folder = Scratch.folder("engine");
  private final List<String> options = new ArrayList<>();
  private final ClientProcess namespace;
  private final Thread hook = new Thread(this::endAll);
  private @Nullable ClientProcess containerd;
  private @Nullable ClientProcess dockerd;
  private int number;

  /// Starts one.
  ///
  /// @param options more of dockerd's
  SecondEngine(String... options) {
    this(false, 0, options);
  }

  private SecondEngine(boolean tls, int megabytes, String... options) {
    this.options.addAll(List.of(options));
    namespace = ClientProcess.start(List.of("unshare", "--net", "sleep", "3600"));
    Runtime.getRuntime().addShutdownHook(hook);
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .until(() -> !Files.isSameFile(net("self"), net(Long.toString(namespace.pid()))));
    script("%s ip link set lo up".formatted(inside()));
    if (megabytes > 0) {
      script(
          "mkdir '%1$s' && mount -t tmpfs -o size=%2$dm none '%1$s'"
              .formatted(folder + "/data", megabytes));
    }
    if (tls) {
      beReachable();
      certify();
    }
    startContainerd();
    start();
    script(
        "curl -sSf --unix-socket '%s' http://x/images/berth-demo:latest/get | curl -sSf"
                .formatted(Engine.SOCKET)
            + " --unix-socket '%s' -H 'Content-Type: application/x-tar' --data-binary @-"
                .formatted(socket())
            + " http://x/images/load >&2 2>/dev/null");
  }

  private static Path net(String process) {
    return Path.of("/proc", process, "ns", "net");
  }

  private static void script(String script) {
    Outcome outcome = ClientProcess.shell(script).end();
    if (outcome.status() != 0) {
      throw new AssertionError(script + ": " + outcome);
    }
  }

  private String inside() {
    return "nsenter --net=" + net(Long.toString(namespace.pid()));
  }

  private ClientProcess daemon(String name, List<String> arguments) {
    List<String> line = new ArrayList<>(List.of(inside().split(" ", -1)));
    line.addAll(List.of("env", "PATH=" + PATH, name));
    line.addAll(arguments);
    return ClientProcess.start(line);
  }

  /// Starts containerd, which must not run.
  void startContainerd() {
    try {
      Path config =
          Files.writeString(
              folder.resolve("containerd.toml"),
              """
              version = 2
              root = "%1$s/cd"
              state = "%1$s/cs"
              disabled_plugins = ["io.containerd.grpc.v1.cri"]
              [grpc]
                address = "%1$s/cd.sock"
              """
                  .formatted(folder));
      containerd = daemon("containerd", List.of("--config", config.toString()));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .until(() -> Files.exists(folder.resolve("cd.sock")));
  }

  /// Starts the engine, which must not run, and waits until it answers.
  void start() {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--containerd",
                folder + "/cd.sock",
                "--data-root",
                folder + "/data",
                "--exec-root",
                folder + "/exec",
                "--pidfile",
                folder + "/pid",
                "--host",
                "unix://" + socket(),
                "--bridge=none",
                "--iptables=false",
                "--ip-forward=false",
                "--ip-masq=false"));
    arguments.addAll(options);
    ClientProcess started = daemon("dockerd", arguments);
    dockerd = started;
    Awaitility.await()
        .atMost(ClientProcess.PATIENCE)
        .failFast("the second engine has ended", () -> !started.isAlive())
        .until(this::answers);
  }

  private boolean answers() {
    try {
      return !api().get("/version").isEmpty();
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /// Ends the engine as TERM does, and waits for it.
  void stop() {
    end("TERM", dockerd);
  }

  /// Ends it as the kernel would when memory runs out.
  void kill() {
    end("KILL", dockerd);
  }

  /// The same with its containerd.
  void killContainerd() {
    end("KILL", containerd);
  }

  private static void end(String signal, @Nullable ClientProcess daemon) {
    ClientProcess running = Objects.requireNonNull(daemon);
    running.signal(signal);
    running.await();
  }

  /// For `docker.connection.host`.
  String host() {
    return "unix://" + socket();
  }

  EngineApi api() {
    return new EngineApi(socket());
  }

  private Path socket() {
    return folder.resolve("sock");
  }

  /// Starts one that listens also at [#address] and [#otherAddress], port 2376, for clients with
  /// the certificate in [#certificates]. Its own is for the first address.
  static SecondEngine withTls() {
    return new SecondEngine(true, 0);
  }

  /// Starts one that has only so much room for images and containers.
  static SecondEngine withRoom(int megabytes) {
    return new SecondEngine(false, megabytes);
  }

  String address() {
    return "10.111.%d.2".formatted(number);
  }

  /// Not the one of its certificate.
  String otherAddress() {
    return "10.111.%d.3".formatted(number);
  }

  /// Where `ca.pem`, `cert.pem` and `key.pem` are, and in `other` the same of another authority.
  Path certificates() {
    return folder.resolve("tls");
  }

  /// By an interface that nobody else has: other tests run in other processes at the same time.
  private void beReachable() {
    do {
      number++;
    } while (number < MOST && !linked());
    script(
        ("ip addr add %1$s/29 dev %2$s && ip link set %2$s up && for a in %3$s %4$s; do %5$s ip"
                + " addr add $a/29 dev eth0; done && %5$s ip link set eth0 up")
            .formatted(
                "10.111.%d.1".formatted(number), link(), address(), otherAddress(), inside()));
  }

  private boolean linked() {
    return ClientProcess.shell(
                "ip link add %s type veth peer name eth0 netns %d"
                    .formatted(link(), namespace.pid()))
            .end()
            .status()
        == 0;
  }

  private String link() {
    return "berth-e2e" + number;
  }

  private void certify() {
    Certificates.make(certificates(), address());
    for (String file : List.of("tlscacert=ca", "tlscert=server-cert", "tlskey=server-key")) {
      String[] words = file.split("=", 2);
      options.add("--" + words[0] + "=" + certificates().resolve(words[1] + ".pem"));
    }
    options.add("--tlsverify");
    options.add("--host=tcp://0.0.0.0:2376");
  }

  @Override
  public void close() {
    if (dockerd != null && dockerd.isAlive()) {
      for (var container : api().get("/containers/json?all=1")) {
        var _ = api().call("DELETE", "/containers/" + container.path("Id").asText() + "?force=1");
      }
      stop();
    }
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // It has run.
    }
  }

  private void endAll() {
    for (ClientProcess daemon : new ClientProcess[] {dockerd, containerd, namespace}) {
      if (daemon != null) {
        daemon.close();
      }
    }
    // Shims are nobody's children; mounts outlive those who made them.
    script(
        ("pkill -9 -f 'containerd-shi[m].* -address %1$s/' ; sed -n 's#^[^ ]* \\(%1$s/[^ ]*\\)"
                + " .*#\\1#p' /proc/mounts | sort -r | xargs -r umount -l; rm -rf '%1$s'; true")
            .formatted(folder));
  }
}
