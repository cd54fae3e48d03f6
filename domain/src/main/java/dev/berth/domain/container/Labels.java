package dev.berth.domain.container;

import dev.berth.domain.connection.AuthenticatedUser;
import dev.berth.domain.connection.Client;
import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.mode.OperatingMode;
import dev.berth.domain.mode.OperatingMode.ContainerPerConnection;
import dev.berth.domain.mode.OperatingMode.ContainerPerSession;
import dev.berth.domain.mode.OperatingMode.Persistent;
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

  /// The user's authenticated name; on persistent containers the same as [#KEY].
  public static final String USERNAME = "containerssh_username";

  /// The gateway instance that made the container.
  public static final String INSTANCE = "berth.instance";

  /// How often that instance renews its lease at least, as an ISO 8601 duration; only on what is
  /// removed when the lease is not renewed.
  public static final String LEASE = "berth.lease";

  /// `connection`, `session` or `persistent`.
  public static final String MODE = "berth.mode";

  /// Only on what was started in advance, whoever has it now. Then the connection's identity is one
  /// of its own, and [ClaimedName] tells whose it is.
  public static final String POOL = "berth.pool";

  /// Only on persistent containers: what the connections have in common that share it.
  public static final String KEY = "berth.key";

  /// Only on persistent containers: what becomes of it when nobody uses it; see
  /// [dev.berth.domain.mode.IdleRule.Action].
  public static final String IDLE = "berth.idle";

  public Labels {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// The labels of a container made by an instance for a user's connection.
  public static Labels of(
      GatewayInstance instance, Client client, AuthenticatedUser user, OperatingMode mode) {
    return new Labels(
        Map.of(
            CONNECTION_ID, client.id().value(),
            CLIENT_IP, client.address().host(),
            USERNAME, user.name().value(),
            INSTANCE, instance.name(),
            MODE, name(mode)));
  }

  /// The labels of a container that an instance starts in advance.
  ///
  /// @param place stands for the connection that is to come
  public static Labels ofPool(GatewayInstance instance, ConnectionId place, OperatingMode mode) {
    return new Labels(
        Map.of(
            CONNECTION_ID, place.value(),
            INSTANCE, instance.name(),
            MODE, name(mode),
            POOL, "true"));
  }

  /// The labels of a persistent container.
  public static Labels ofPersistent(
      GatewayInstance instance, PersistentTerms terms, OperatingMode mode) {
    return new Labels(Map.of(USERNAME, terms.key(), INSTANCE, instance.name(), MODE, name(mode)))
        .and(terms.labels());
  }

  private static String name(OperatingMode mode) {
    return switch (mode) {
      case ContainerPerConnection _ -> "connection";
      case ContainerPerSession _ -> "session";
      case Persistent _ -> "persistent";
    };
  }

  /// These and others, which win.
  public Labels and(Labels others) {
    Map<String, String> both = new LinkedHashMap<>(values);
    both.putAll(others.values);
    return new Labels(both);
  }
}
