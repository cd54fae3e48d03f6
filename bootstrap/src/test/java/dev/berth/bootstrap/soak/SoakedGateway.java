package dev.berth.bootstrap.soak;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.berth.adapter.sshd.SshdServer;
import dev.berth.application.ContainerGateway;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.SshConfiguration;
import dev.berth.domain.configuration.SshConfiguration.HostKey;
import dev.berth.domain.configuration.SshLimits;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.GatewayInstance;
import dev.berth.domain.container.ImageReference;
import dev.berth.ports.driven.ConfigurationSource;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driving.Gateway;
import dev.berth.ports.fake.InMemoryAuthenticator;
import dev.berth.ports.fake.InMemoryEngine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// A gateway in a JVM of its own, whose containers are in memory, and which tells what it uses.
final class SoakedGateway {
  static final String USER = "demo";
  static final String PASSWORD = "soak";
  private static final String IMAGE = "soak";

  private final InMemoryEngine engine = InMemoryEngine.withImage(IMAGE);
  private final Path dump;

  private SoakedGateway(Path dump) {
    this.dump = dump;
  }

  /// Says its port, then for each line of its input what it uses; ends with its input.
  ///
  /// @param arguments the file of its host key, and a folder for itself
  public static void main(String[] arguments) throws Exception {
    SoakedGateway soaked = new SoakedGateway(Path.of(arguments[1]).resolve("threads"));
    soaked.run(new HostKey(arguments[0], Files.readString(Path.of(arguments[0]))));
  }

  private void run(HostKey hostKey) throws IOException {
    EventSink nobody = _ -> {};
    BackendConfiguration configuration = BackendConfiguration.of(new ImageReference(IMAGE));
    Gateway gateway =
        ContainerGateway.create(
            engine,
            ConfigurationSource.fixed(configuration),
            new GatewayInstance(IMAGE),
            nobody,
            () -> {},
            () -> {});
    SshdServer server =
        SshdServer.start(
            configuration(hostKey),
            gateway,
            new InMemoryAuthenticator().withPassword(new Username(USER), PASSWORD),
            nobody);
    say(Integer.toString(server.address().getPort()));
    BufferedReader asked =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (asked.readLine() != null) {
      say(usage());
    }
    server.close(Duration.ofSeconds(5));
  }

  private static SshConfiguration configuration(HostKey hostKey) {
    return SshConfiguration.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of(hostKey))
        .with(new SshLimits(Duration.ofMinutes(2), 6, 10_000, 10_000, 10));
  }

  /// Heap in bytes after a collection, platform threads, virtual threads, open files, containers.
  private String usage() throws IOException {
    // The fake keeps what it has run, for tests to look at; a gateway does not.
    engine.forgetPrograms();
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    int platform = ManagementFactory.getThreadMXBean().getThreadCount();
    return String.join(
        " ",
        Long.toString(heap),
        Integer.toString(platform),
        Long.toString(virtualThreads()),
        Long.toString(openFiles()),
        Integer.toString(engine.containers().size()));
  }

  private long virtualThreads() throws IOException {
    Files.deleteIfExists(dump);
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
    try (Stream<String> lines = Files.lines(dump)) {
      return lines.filter(line -> line.startsWith("#") && line.contains(" virtual")).count();
    }
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
