package dev.berth.bootstrap.assembly;

import dev.berth.adapter.docker.DockerContainerRuntimes;
import dev.berth.adapter.sshd.SshdServer;
import dev.berth.application.ContainerGateway;
import dev.berth.bootstrap.log.Log;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.GatewayConfiguration;
import dev.berth.domain.event.GatewayEvent.GatewayReady;
import dev.berth.domain.event.GatewayEvent.NobodyCanLogIn;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.EventSink;
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
    DockerContainerRuntimes.check(configuration.backend());
    Watchers watchers = Watchers.of(log, configuration.monitoring());
    CurrentServers servers = new CurrentServers(Servers.of(configuration, partials, watchers));
    ContainerRuntimes engines = new DockerContainerRuntimes();
    try {
      watchers.listen(configuration.monitoring(), () -> engines.at(servers.now().backend()));
      return start(configuration, log, engines, servers, watchers);
    } catch (IOException | RuntimeException failure) {
      engines.close();
      servers.close();
      watchers.close();
      throw failure;
    }
  }

  /// Checks what only the parts themselves can tell: keys, certificates and algorithms. Nothing is
  /// started and nobody is asked.
  ///
  /// @throws IllegalArgumentException if a part cannot use something; it says what
  public static void check(GatewayConfiguration configuration, PartialConfigurations partials) {
    SshdServer.check(configuration.ssh());
    DockerContainerRuntimes.check(configuration.backend());
    Servers.of(configuration, partials, EventSink.discarding()).close();
  }

  private static RunningGateway start(
      GatewayConfiguration configuration,
      Log log,
      ContainerRuntimes engines,
      CurrentServers servers,
      Watchers watchers)
      throws IOException {
    BackendConfiguration backend = configuration.backend();
    ContainerGateway gateway =
        ContainerGateway.create(
            engines,
            servers.now().configurations(),
            InstanceName.random(),
            watchers,
            watchers.backendRequests(),
            watchers.backendFailures(),
            configuration.queue());
    SshdServer server =
        SshdServer.start(
            configuration.ssh(),
            gateway,
            watchers.measured(servers.now().authenticator()),
            watchers);
    try {
      gateway.keepHouse(backend, configuration.leaseRenewal());
      gateway.keepPool(backend, configuration.pool());
    } catch (RuntimeException failure) {
      server.close();
      throw failure;
    }
    EngineGreeting greeting = EngineGreeting.begin(engines, backend, log);
    if (!configuration.auth().admitsSomebody()) {
      log.emit(new NobodyCanLogIn());
    }
    log.emit(new GatewayReady(shown(server.address())));
    return new RunningGateway(
        new RunningGateway.Parts(server, gateway, greeting, engines, servers, watchers),
        log,
        configuration);
  }

  /// `host:port`, with brackets around an IPv6 address.
  static String shown(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}
