package dev.berth.bootstrap.assembly;

import dev.berth.adapter.auth.StaticAuthenticator;
import dev.berth.adapter.webhook.ConfigurationServer;
import dev.berth.adapter.webhook.WebhookAuthenticator;
import dev.berth.adapter.webhook.WebhookAuthorizer;
import dev.berth.application.AuthorizingAuthenticator;
import dev.berth.application.RoutedAuthenticator;
import dev.berth.domain.configuration.AuthConfiguration;
import dev.berth.domain.configuration.BackendConfiguration;
import dev.berth.domain.configuration.GatewayConfiguration;
import dev.berth.ports.driven.Authenticator;
import dev.berth.ports.driven.ConfigurationSource;
import dev.berth.ports.driven.EventSink;
import dev.berth.ports.driven.PartialConfigurations;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who decides about those who log in, and what they get: the configuration, or servers that are
/// asked.
final class Servers implements AutoCloseable {
  private final Deque<Closing> open = new ArrayDeque<>();
  private final Authenticator authenticator;
  private final ConfigurationSource configurations;
  private final BackendConfiguration backend;

  /// Lets go of a server; fails in no way.
  private interface Closing {
    void close();
  }

  private Servers(
      GatewayConfiguration configuration, PartialConfigurations partials, EventSink events) {
    this.backend = configuration.backend();
    try {
      this.authenticator = authenticator(configuration.auth(), events);
      this.configurations = configurations(configuration, partials, events);
    } catch (RuntimeException unusable) {
      close();
      throw unusable;
    }
  }

  /// All of them, as configured.
  ///
  /// @param events told of each time that a server is asked
  /// @throws IllegalArgumentException if something that the configuration names cannot be used
  static Servers of(
      GatewayConfiguration configuration, PartialConfigurations partials, EventSink events) {
    return new Servers(configuration, partials, events);
  }

  /// For each method the users of the configuration or a server; after them one that authorises.
  private Authenticator authenticator(AuthConfiguration configuration, EventSink events) {
    StaticAuthenticator users = StaticAuthenticator.of(configuration);
    WebhookAuthenticator asked = WebhookAuthenticator.of(configuration.webhooks(), events);
    open.push(asked::close);
    Map<String, Authenticator> byMethod = new LinkedHashMap<>();
    users.methods().forEach(method -> byMethod.put(method, users));
    asked.methods().forEach(method -> byMethod.put(method, asked));
    Authenticator routed = RoutedAuthenticator.of(byMethod, configuration::chains);
    if (configuration.webhooks().authorization().isEmpty()) {
      return routed;
    }
    WebhookAuthorizer authorizer =
        WebhookAuthorizer.of(configuration.webhooks().authorization().get(), events);
    open.push(authorizer::close);
    return AuthorizingAuthenticator.of(routed, authorizer);
  }

  private ConfigurationSource configurations(
      GatewayConfiguration configuration, PartialConfigurations partials, EventSink events) {
    if (configuration.configurationServer().isEmpty()) {
      return ConfigurationSource.fixed(configuration.connection());
    }
    ConfigurationServer server =
        ConfigurationServer.of(configuration.configurationServer().get(), partials, events);
    open.push(server::close);
    return server;
  }

  Authenticator authenticator() {
    return authenticator;
  }

  /// What those get of whom no server says anything.
  BackendConfiguration backend() {
    return backend;
  }

  ConfigurationSource configurations() {
    return configurations;
  }

  @Override
  public void close() {
    open.forEach(Closing::close);
  }
}
