package dev.berth.bootstrap.assembly;

import dev.berth.adapter.docker.DockerContainerRuntimes;
import dev.berth.adapter.sshd.SshdServer;
import dev.berth.application.ContainerGateway;
import dev.berth.bootstrap.log.Log;
import dev.berth.bootstrap.metrics.BackendCounters;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.GatewayConfiguration;
import dev.berth.domain.event.GatewayEvent.GatewayReady;
import dev.berth.domain.event.GatewayEvent.NobodyCanLogIn;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.PartialConfigurations;
import java.io.IOException;
import java.net.InetSocketAddress;

/// The parts of a gateway, in the order in which they need each other. Start reading here.
public final class GatewayAssembly {
  private GatewayAssembly() {}

  /// Starts a gateway; when this returns, clients can connect.
  ///
  /// @param partials completes what a configuration server says, if there is one
  /// @throws IllegalArgumentException if the configuration names something that a part cannot use
  /// @throws IOException if the address cannot be listened on
  public static RunningGateway start(
      GatewayConfiguration configuration, PartialConfigurations partials, Log log)
      throws IOException {
    Servers servers = Servers.of(configuration, partials);
    ContainerRuntimes engines = new DockerContainerRuntimes();
    try {
      return start(configuration, log, engines, servers);
    } catch (IOException | RuntimeException failure) {
      engines.close();
      servers.close();
      throw failure;
    }
  }

  /// Checks what only the parts themselves can tell: keys, certificates and algorithms. Nothing is
  /// started and nobody is asked.
  ///
  /// @throws IllegalArgumentException if a part cannot use something; it says what
  public static void check(GatewayConfiguration configuration, PartialConfigurations partials) {
    SshdServer.check(configuration.ssh());
    Servers.of(configuration, partials).close();
  }

  private static RunningGateway start(
      GatewayConfiguration configuration, Log log, ContainerRuntimes engines, Servers servers)
      throws IOException {
    BackendConfiguration backend = configuration.backend();
    BackendCounters counters = new BackendCounters();
    ContainerGateway gateway =
        ContainerGateway.create(
            engines,
            servers.configurations(),
            InstanceName.random(),
            log,
            counters.requests(),
            counters.failures());
    SshdServer server =
        SshdServer.start(configuration.ssh(), gateway, servers.authenticator(), log);
    gateway.keepHouse(backend, configuration.leaseRenewal());
    EngineGreeting greeting = EngineGreeting.begin(engines, backend, log);
    if (!configuration.auth().admitsSomebody()) {
      log.emit(new NobodyCanLogIn());
    }
    log.emit(new GatewayReady(shown(server.address())));
    return new RunningGateway(server, gateway, greeting, engines, servers, log);
  }

  /// `host:port`, with brackets around an IPv6 address.
  static String shown(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}
