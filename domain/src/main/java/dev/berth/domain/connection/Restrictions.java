package dev.berth.domain.connection;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a login is held to, whatever its client asks for. Neither commands nor values show.
///
/// @param forcedCommand runs instead of whatever program is asked for
/// @param permitted what may be asked for
/// @param environment variables that every program has, and that no client can change
public record Restrictions(
    Optional<String> forcedCommand, Set<Permission> permitted, Map<String, String> environment) {
  /// None: everything may be asked for.
  public static final Restrictions NONE =
      new Restrictions(Optional.empty(), EnumSet.allOf(Permission.class), Map.of());

  public Restrictions {
    permitted =
        permitted.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(permitted));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /// What a login may be denied, as authorized_keys and certificates name it.
  public enum Permission {
    /// A terminal.
    PTY,
    /// Forwarding of ports and sockets, either way.
    PORT_FORWARDING,
    /// Forwarding of the client's agent.
    AGENT_FORWARDING,
    /// Forwarding of X11.
    X11_FORWARDING,
    /// Running the user's own start-up file.
    USER_RC
  }

  /// Whether something may be asked for.
  public boolean permits(Permission permission) {
    return permitted.contains(permission);
  }

  /// These and others, all of which hold; of two values of a variable, that of these. Empty if they
  /// force different commands, which cannot both be kept.
  public Optional<Restrictions> and(Restrictions others) {
    if (forcedCommand.isPresent()
        && others.forcedCommand.isPresent()
        && !forcedCommand.equals(others.forcedCommand)) {
      return Optional.empty();
    }
    Set<Permission> both = EnumSet.noneOf(Permission.class);
    both.addAll(permitted);
    both.retainAll(others.permitted);
    Map<String, String> variables = new LinkedHashMap<>(others.environment);
    variables.putAll(environment);
    return Optional.of(
        new Restrictions(forcedCommand.or(() -> others.forcedCommand), both, variables));
  }

  @Override
  public String toString() {
    return "Restrictions[forcedCommand="
        + (forcedCommand.isPresent() ? "***" : "none")
        + ", permitted="
        + permitted
        + ", environment="
        + environment.keySet()
        + "]";
  }
}
