package dev.berth.domain.container;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Labels on a container: who it belongs to. Gateways find what they left behind by these.
///
/// @param values value by key
public record Labels(Map<String, String> values) {
  /// The connection's identity.
  public static final String CONNECTION_ID = "containerssh_connection_id";

  /// The client's IP address.
  public static final String CLIENT_IP = "containerssh_ip";

  /// The user's authenticated name.
  public static final String USERNAME = "containerssh_username";

  /// The gateway instance that made the container.
  public static final String INSTANCE = "berth.instance";

  public Labels {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// The labels of a container made by an instance for a user's connection.
  public static Labels of(GatewayInstance instance, Client client, AuthenticatedUser user) {
    return new Labels(
        Map.of(
            CONNECTION_ID, client.id().value(),
            CLIENT_IP, client.address().host(),
            USERNAME, user.name().value(),
            INSTANCE, instance.name()));
  }
}
