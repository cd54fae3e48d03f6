package dev.berth.bootstrap.assembly;

import dev.berth.adapter.docker.DockerContainerRuntimes;
import dev.berth.application.Preview;
import dev.berth.domain.configuration.ConnectionConfiguration;
import dev.berth.domain.configuration.GatewayConfiguration;
import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.RemoteAddress;
import dev.berth.domain.connection.Username;
import dev.berth.domain.container.ContainerSpec;
import dev.berth.domain.container.LeaseTerms;
import dev.berth.ports.driven.ContainerRuntime;
import dev.berth.ports.driven.ContainerRuntimes;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driven.PartialConfigurations;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// Says what a user would get, without giving it.
public final class Explanation {
  private static final String NOTHING = "{}";

  private final GatewayConfiguration configuration;
  private final PartialConfigurations partials;
  private final UnaryOperator<String> shown;

  private Explanation(
      GatewayConfiguration configuration,
      PartialConfigurations partials,
      UnaryOperator<String> shown) {
    this.configuration = configuration;
    this.partials = partials;
    this.shown = shown;
  }

  /// For a gateway.
  ///
  /// @param partials completes what a configuration server says, if there is one
  /// @param shown a connection's configuration in YAML, by what that server says
  public static Explanation of(
      GatewayConfiguration configuration,
      PartialConfigurations partials,
      UnaryOperator<String> shown) {
    return new Explanation(configuration, partials, shown);
  }

  /// What a user would get, as text.
  ///
  /// @throws dev.berth.domain.failure.GatewayException as the user would be refused
  /// @throws IllegalArgumentException if the configuration names something that cannot be used
  public String about(Username name, RemoteAddress from) throws InterruptedException {
    Client client = new Client(ConnectionId.random(), from, "");
    AuthenticatedUser user = AuthenticatedUser.of(name);
    AtomicReference<String> said = new AtomicReference<>(NOTHING);
    PartialConfigurations overheard =
        json -> {
          said.set(json);
          return partials.complete(json);
        };
    try (Servers servers = Servers.of(configuration, overheard, EventSink.discarding());
        ContainerRuntimes engines = new DockerContainerRuntimes()) {
      ConnectionConfiguration given = servers.configurations().configurationFor(client, user);
      ContainerRuntime engine = engines.at(given.backend());
      LeaseTerms lease = new LeaseTerms(InstanceName.random(), configuration.leaseRenewal());
      ContainerSpec spec = Preview.of(given, client, user, lease, engine);
      return "# What a connection of user "
          + name
          + " from "
          + from.host()
          + " is made by.\n"
          + shown.apply(said.get())
          + files(given)
          + "\n# What the engine "
          + given.backend().endpoint()
          + " is asked for; ids and names of this gateway are examples.\n"
          + engine.describe(spec)
          + "\n";
    }
  }

  private static String files(ConnectionConfiguration given) {
    StringBuilder text = new StringBuilder();
    given
        .handover()
        .files()
        .forEach((path, file) ->
            text.append("# file ").append(path).append(": ").append(file).append('\n'));
    return text.toString();
  }
}
