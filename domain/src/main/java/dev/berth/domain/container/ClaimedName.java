package dev.berth.domain.container;

import dev.berth.domain.connection.ConnectionId;
import dev.berth.domain.connection.Username;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a container that was started in advance is renamed to once it is somebody's. Labels cannot
/// be changed after creation (Engine API), so the name tells whose it is.
///
/// @param connection whose
/// @param user the authenticated name, as far as it fits
public record ClaimedName(String connection, String user) {
  private static final String PREFIX = "berth-";
  private static final Pattern FORM = Pattern.compile(PREFIX + "([0-9a-f]{32})-(.*)");

  /// Names may be long; nobody reads more.
  private static final int MOST = 64;

  /// The name for a user's connection.
  public static ClaimedName of(ConnectionId connection, Username user) {
    return new ClaimedName(connection.value(), user.value());
  }

  /// What a name says, if it is one of these.
  public static Optional<ClaimedName> parse(String name) {
    Matcher matcher = FORM.matcher(name);
    return matcher.matches()
        ? Optional.of(new ClaimedName(matcher.group(1), EngineName.decoded(matcher.group(2))))
        : Optional.empty();
  }

  /// As the engine takes it.
  public String text() {
    return PREFIX + connection + '-' + EngineName.encoded(user, MOST);
  }
}
